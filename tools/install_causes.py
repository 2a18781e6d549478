"""Say in one sentence why pip has failed, by its log."""

import shutil

LACKS = "No matching distribution found"
FULL, FULL_BYTES = "No space left on device", 10_000_000
# Words in pip's log and the sentence they call for; the first row that matches counts.
CAUSES = [
    (
        ["DO NOT MATCH THE HASHES"],
        "A downloaded package is not the one that the lock names, so it was not installed. "
        "Run the same command again; if that does not help, look at your package index.",
    ),
    (
        [FULL, "Disk quota exceeded"],
        "The disk is full. Make room, then run the same command again.",
    ),
    (
        ["NewConnectionError", "NameResolutionError", "ProxyError", "ConnectTimeoutError",
         "ReadTimeoutError", "Failed to establish a new connection", "Network is unreachable",
         "Max retries exceeded", "Connection broken", "Connection aborted"],
        "The packages could not be downloaded: no package index answers. "
        "Connect to the network, then run the same command again.",
    ),
    (
        [LACKS, "Failed building wheel", "Failed to build"],
        "A package is not to be had for this Python and system. "
        "Use one of the usual Pythons, 3.11 to 3.15.",
    ),
]  # fmt: skip


def explain(log_text, log_path):
    for words, sentence in CAUSES:
        if any(word in log_text for word in words):
            return f"{sentence} (Log: {log_path})"
    return f"The environment could not be made; the log says why: {log_path}"


def log_of(log_path):
    """Return the text of a log, and that the disk is full, for then the log may lack it."""
    text = log_path.read_text(encoding="utf-8", errors="replace")
    return text + FULL if shutil.disk_usage(log_path.parent).free < FULL_BYTES else text
