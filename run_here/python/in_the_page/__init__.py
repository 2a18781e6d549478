"""What lets the standard library's threads and processes work in a browser.

The page is the operating system: it starts processes (Web Workers), carries bytes between them and
holds their semaphores. Here are the few lowest parts that Python asks of a system; everything above
them, from `threading.Condition` to `ProcessPoolExecutor`, is the standard library's own code.
"""
