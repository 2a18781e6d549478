"""One call of six fails: where is its error, and where are the others?"""

from concurrent.futures import ThreadPoolExecutor

ran = []


def call(number):
    ran.append(number)
    if number == 3:
        raise ValueError(f"no page {number}")
    return number


with ThreadPoolExecutor(max_workers=1) as pool:
    results = pool.map(call, [1, 2, 3, 4, 5, 6])
    try:
        for result in results:
            print("result", result)
    except ValueError as error:
        print("ValueError:", error)
    print("after the error:", list(results))
