"""Write files whole or not at all, and only those whose content would change."""

import os
from pathlib import Path


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write a file in one step, and its folder if need be; tell whether it had another content.

    Safe for several processes: whoever reads sees the old file or the new one.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(data)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return True
