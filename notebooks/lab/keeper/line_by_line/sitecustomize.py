"""Let a program print as it would at a terminal: line by line, output and error in their order.

Python imports this file when it starts, because the keeper puts this folder on its path. Otherwise
what a program has printed to a pipe is lost with it, when it hangs or is killed. And the keeper,
which reads two pipes, could not know what came first. So who writes to one waits until the other
has been read. Linux can be asked about that; elsewhere, a moment has to do.
"""

import io
import sys


def take_turns():
    """Replace both streams by such as wait for each other, whichever thread or process writes.

    All names are local: a program may print when Python, at its end, has emptied this module.
    """
    from time import monotonic, sleep

    try:
        from fcntl import ioctl
        from termios import FIONREAD
    except ImportError:
        ioctl = None
    can_ask = ioctl is not None and sys.platform == "linux"
    patience_s, last = 0.2, None

    def unread(descriptor):
        try:
            return any(ioctl(descriptor, FIONREAD, bytes(4)))
        except OSError:  # closed, or no pipe
            return False

    def wait_for(descriptor):
        nonlocal patience_s
        limit_s = monotonic() + patience_s
        while unread(descriptor):
            if monotonic() > limit_s:
                patience_s = 0  # nobody reads it, so it is not the keeper's
                return
            sleep(0.0002)

    def write(buffer, block):
        """Wait before the block goes to the buffer, which is written to the pipe after that.

        So a Ctrl-C while waiting neither loses nor doubles anything.
        """
        nonlocal last
        other = 3 - buffer.fileno()
        if can_ask:
            wait_for(other)
        elif last == other:
            sleep(0.005)
        last = buffer.fileno()
        return write_to_buffer(buffer, block)

    write_to_buffer = io.BufferedWriter.write
    # An error text of Python may name the class.
    buffer_in_turn = type("_io.BufferedWriter", (io.BufferedWriter,), {"write": write})

    def replaced(stream):
        buffer = buffer_in_turn(stream.buffer.raw)
        text = io.TextIOWrapper(buffer, stream.encoding, stream.errors, line_buffering=True)
        text.mode = stream.mode
        return text

    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = [replaced(s) for s in streams]
    return streams  # to be kept: who is deleted closes its file


# Without buffers (`python -u`) a program is left as it is: it asked for it.
if all(isinstance(getattr(s, "buffer", None), io.BufferedWriter) for s in (sys.stdout, sys.stderr)):
    replaced_streams = take_turns()
