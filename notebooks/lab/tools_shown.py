"""Say in a few lines what a tool has printed, or has written into files."""

import json
import re
from collections import Counter
from pathlib import Path

MOST_LINES = 24


def summary(folder: Path) -> str:
    """Return in a few lines what a tool has written into files; "" if it has written none."""
    if (path := folder / "gil.txt").exists():
        return samples(path.read_text(encoding="utf-8"))
    if (path := folder / "trace.json").exists():
        return lengths(json.loads(path.read_text(encoding="utf-8"))["traceEvents"])
    found = [re.sub(r"_\d+", "_PID", path.name) for path in folder.glob("all*.json")]
    return "\n".join(f"{count} × {name}" for name, count in sorted(Counter(found).items()))


def samples(collapsed: str) -> str:
    """Return how often each worker had the GIL: from a file of stacks, each with its count."""
    counts = Counter()
    for line in collapsed.splitlines():
        if "is_prime" in line:
            counts[line.partition(";")[0]] += int(line.rpartition(" ")[2])
    rows = enumerate(counts.values(), 1)
    return "\n".join(f"worker {number}: {count} samples with the GIL" for number, count in rows)


def lengths(events: list[dict]) -> str:
    """Return the calls of is_prime in a file of trace events, and the thread of each."""
    calls = [event for event in events if event.get("name", "").startswith("is_prime")]
    threads = {thread: n for n, thread in enumerate(sorted({call["tid"] for call in calls}), 1)}
    first = min(call["ts"] for call in calls)
    return "\n".join(
        f"thread {threads[call['tid']]}: is_prime from {(call['ts'] - first) / 1e6:.2f} s to "
        f"{(call['ts'] + call['dur'] - first) / 1e6:.2f} s"
        for call in sorted(calls, key=lambda call: call["ts"])
    )


def cleaned(shown: str) -> str:
    """Return a text without paths, addresses and colours, and no longer than a screen."""
    shown = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    shown = re.sub(r"0x[0-9a-f]{6,}", "0x…", shown)
    shown = re.sub(r"(?<![\w/])/[^\s\"():]*/(?=[\w.]+)|[^\s\"(]*/(?=[\w.]+\.py\b)", "", shown)
    lines = [line.rstrip() for line in shown.splitlines() if line.strip()]
    more = [f"… {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    return "\n".join(lines[:MOST_LINES] + more)
