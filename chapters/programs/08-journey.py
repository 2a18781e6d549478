"""Watch a parcel being packed and unpacked on its way."""

from concurrent.futures import ProcessPoolExecutor


class Parcel:
    def __init__(self):
        self.stamps = ["made"]

    def __getstate__(self):
        return [*self.stamps, "packed"]

    def __setstate__(self, stamps):
        self.stamps = [*stamps, "unpacked"]


def same(parcel):
    return parcel


if __name__ == "__main__":
    parcel = Parcel()
    with ProcessPoolExecutor(1) as pool:
        came_back = pool.submit(same, parcel).result()
    print("came back:", came_back.stamps)
    print("stayed here:", parcel.stamps)
