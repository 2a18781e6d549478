"""Keep what lab 06 says that threads and processes cost, for readers to see beside their own.

    python tools/price_record.py

It takes the prices from the last build, so build first, on a machine that does nothing else.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from extensions.labs.results import read_results  # noqa: E402 - found through the line above
from extensions.labs.store import executed_path  # noqa: E402

RECORD = ROOT / "notebooks" / "results" / "06-prices.json"


def main() -> int:
    results = read_results(executed_path(ROOT, "06-race"))
    record = {"provenance": results.value("provenance"), "rows": results.value("cost_rows")}
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{RECORD.name}: {record['provenance']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
