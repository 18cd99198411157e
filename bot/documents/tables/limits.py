"""How much a file may hold, and why.

The largest that is expected is an audience of 30,000: answers to a form of twelve questions (2 MB
as a workbook, 17 MB of XML inside, 6 MB as csv), or Webex's report of who came, where a person who
joined twice has two rows of fifteen columns.
"""

LARGEST = 20_000_000
"""Bytes of a file."""

LARGEST_REPORT = 60_000_000
"""Bytes of a report of who came: 90,000 joins in the UTF-16 of Webex are 36 million. Its rows are
read one by one, and little of each is kept."""

MOST_ROWS = 200_000
"""Rows in which something is written."""

MOST_COLUMNS = 500
"""Columns; Microsoft Forms takes 200 questions."""

MOST_CELLS = 1_000_000
"""Cells of a table: 66,000 rows of fifteen columns. From a csv they take 150 MB and a second."""

MOST_IN_A_WORKBOOK = 600_000
"""Cells from the first to the last of a sheet, blank ones too: 30,000 rows of twenty columns.
A workbook is read by way of several copies: these take 150 MB and three seconds."""

MOST_LETTERS = 40_000_000
"""Characters in all cells of a workbook: sixty in each."""

MOST_RECORDS = 1_048_576
"""Rows of a csv, blank ones too: those of a sheet in Excel, which may save every one of them."""

LONGEST_RECORD = 1_000_000
"""Characters of one row of a csv; Excel takes 32,767 in a cell."""

MOST_UNPACKED = 60_000_000
"""Bytes of a workbook's XML, once unpacked: the most cells, each with a text of its own, are 45."""

MOST_PACKED = 150
"""How many times larger than in its archive a part may be: rows that are all alike get 100 times
smaller there, and a zip bomb 1,000 times."""

SMALL = 100_000
"""Bytes under which it does not matter how tightly a part was packed."""

MOST_TAGS = 9 * MOST_IN_A_WORKBOOK
"""XML tags in a workbook: a cell is made of four, its text of four, a row of two."""

MOST_MEMBERS = 2_000
"""Files in a workbook's archive: a sheet is one, a picture another."""
