"""An error in a thread: printed, and not raised."""

from threading import Thread


def fail():
    raise ValueError("in the thread")


thread = Thread(target=fail, name="failing")
thread.start()
thread.join()
print("join() has returned as always")
