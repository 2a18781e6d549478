"""What may be loaded, in bytes as gzip makes them: the one place where it is stated."""

CHAPTER_BYTES, LAB_BYTES, REQUESTS = 55_000, 90_000, 9  # a page's first load
SEARCH_BYTES = 25_000  # the index that answers first
SCRIPTS_BYTES = 20_000  # all scripts that we wrote; no page loads more than half of them at first
RUN_BYTES = 7_000_000  # what a click on "Run it here" loads, once
