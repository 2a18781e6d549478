"""Complete a future by hand, as a worker does."""

from concurrent.futures import Future, InvalidStateError


def complete(future, call):
    if future.set_running_or_notify_cancel():  # False: it was cancelled, do not run the call
        try:
            value = call()
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(value)


future = Future()
complete(future, lambda: 6 * 7)
print(future.result())
try:
    future.set_result(43)
except InvalidStateError as error:
    print(type(error).__name__)

taken_back = Future()
taken_back.cancel()
complete(taken_back, lambda: print("never"))
print("cancelled:", taken_back.cancelled())
