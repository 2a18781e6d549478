"""Every step is locked, and the account is overdrawn all the same."""

from threading import Barrier, Lock, Thread


class Account:
    def __init__(self, balance):
        self._balance, self._lock = balance, Lock()

    def balance(self):
        with self._lock:
            return self._balance

    def withdraw(self, amount):
        with self._lock:
            self._balance -= amount


account, both_have_looked = Account(100), Barrier(2)


def take():
    if account.balance() >= 100:  # locked inside
        both_have_looked.wait(timeout=10)
        account.withdraw(100)  # locked inside


threads = [Thread(target=take) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("the balance:", account.balance())
