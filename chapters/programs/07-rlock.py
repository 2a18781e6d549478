"""Take the same lock twice: RLock lets its holder in again."""

from threading import Lock, RLock


class Basket:
    def __init__(self, lock):
        self.items, self.lock = [], lock

    def add(self, item):
        with self.lock:
            self.items.append(item)

    def add_all(self, items):
        with self.lock:
            for item in items:
                self.add(item)  # takes the lock a second time


basket = Basket(RLock())
basket.add_all(["apple", "pear"])
print(basket.items)

lock = Lock()
lock.acquire()
print("a plain Lock, for the second time:", lock.acquire(timeout=0.2))
