"""A letter box: whoever comes too early waits for the letter."""

from threading import Condition, Thread


class LetterBox:
    def __init__(self):
        self.changed, self.letters = Condition(), []

    def put(self, letter):
        with self.changed:
            self.letters.append(letter)
            self.changed.notify()

    def get(self, timeout_s):
        with self.changed:
            if not self.changed.wait_for(lambda: self.letters, timeout_s):
                raise TimeoutError("no letter came")
            return self.letters.pop(0)


box, got = LetterBox(), []
reader = Thread(target=lambda: got.append(box.get(timeout_s=10)))
reader.start()
box.put("a letter")
reader.join()
print(got)
try:
    box.get(timeout_s=0.2)
except TimeoutError as error:
    print("TimeoutError:", error)
