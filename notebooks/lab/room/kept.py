"""What a room has sent, in memory and nowhere else. Safe from many threads at once."""

import threading
from collections import Counter

from lab.room.entries import Curves, Guess, Refused, SetUp

MOST_SENDERS = 600
MOST_FROM_ONE_ADDRESS = 80  # a hub sends for all its learners from one address
LONGEST_QUESTION = 200  # characters
FULL = "The room is full. Tell your teacher."


class Kept:
    """The newest entry of each kind from each sender, by the sender's random number.

    It knows neither names nor times. Addresses are only counted.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[type, dict[str, SetUp | Guess | Curves]] = {
            kind: {} for kind in (SetUp, Guess, Curves)
        }
        self._senders: dict[str, str] = {}
        self._question, self._unit, self._asked = "", "", 0

    def put(self, sender: str, address: str, entry: SetUp | Guess | Curves) -> str:
        """Keep an entry in place of the sender's last of its kind; return a sentence.

        Raises Refused when there are too many senders.
        """
        with self._lock:
            if sender not in self._senders:
                near = Counter(self._senders.values())[address]
                if len(self._senders) >= MOST_SENDERS or near >= MOST_FROM_ONE_ADDRESS:
                    raise Refused(FULL)
                self._senders[sender] = address
            again = sender in self._entries[type(entry)]
            self._entries[type(entry)][sender] = entry
        return "Thank you: " + ("it takes the place of what you sent before." if again else
                                "it is on the wall, without a name.")  # fmt: skip

    def ask(self, question: str, unit: str) -> None:
        """Put a question to the room; guesses at the last one go."""
        with self._lock:
            self._question, self._unit = question[:LONGEST_QUESTION], unit[:20]
            self._asked += 1
            self._entries[Guess].clear()

    def question(self) -> dict:
        """Return what learners see: the question, its unit, and the how-manieth it is."""
        with self._lock:
            return {"question": self._question, "unit": self._unit, "number": self._asked}

    def picture(self) -> dict:
        """Return all that the wall shows, as JSON can hold it, in no order of arrival."""
        with self._lock:
            set_ups = list(self._entries[SetUp].values())
            guesses = sorted(each.value for each in self._entries[Guess].values())
            curves = list(self._entries[Curves].values())
        lacking = Counter(
            (level, name) for each in set_ups for name, level in each.levels.items()
            if level != "ok"
        )  # fmt: skip
        rows = [{"level": level, "name": name, "count": n} for (level, name), n in lacking.items()]
        return {
            **self.question(),
            "reports": len(set_ups),
            "ready": sum(each.ready for each in set_ups),
            "lacking": sorted(rows, key=lambda row: (row["level"] != "mend", -row["count"])),
            "guesses": guesses,
            "curves": sorted(
                (each.as_dict() for each in curves), key=lambda c: (c["system"], c["cores"])
            ),
        }
