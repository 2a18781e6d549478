"""The measuring process: load the function and the items, measure, and say what was found."""

import json
import os
import pickle
import sys

from lab.choose.refused import NOT_MEASURED, Refused, told
from lab.choose.stages import measure


class Channel:
    """Says things to whoever waits for them, on what was the standard output.

    From now on, nothing else can be printed there: what the function prints goes nowhere.
    """

    def __init__(self) -> None:
        self.file = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)

    def say(self, event: str, **details: object) -> None:
        """Say one thing, as a line of JSON."""
        os.write(self.file, json.dumps({"event": event, **details}).encode() + b"\n")

    def item(self, number: int) -> None:
        """Say which item comes now; as short as can be, for it is said before each call."""
        os.write(self.file, b"%d\n" % number)


def main() -> None:
    """Measure what the file named in the arguments asks for."""
    channel = Channel()
    with open(sys.argv[1], "rb") as file:
        request = pickle.load(file)
    try:
        measure(request, channel)
    except Refused as refused:
        channel.say("problem", sentence=str(refused), exit_code=refused.exit_code)
    except Exception as error:
        sentence = f"The measuring itself failed: {told(error)}."
        channel.say("problem", sentence=sentence, exit_code=NOT_MEASURED)
    channel.say("end")
