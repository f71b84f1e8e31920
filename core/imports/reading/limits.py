"""How large a table may be. Generous for people's data, small enough for one process."""

ROWS = 100_000
COLUMNS = 500
CELLS = 2_000_000
CELL_LENGTH = 32_767  # what a spreadsheet cell can hold
BROKEN_ROWS = 1_000
UNPACKED_BYTES = 300 * 1024 * 1024
WORKBOOK_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
WORKBOOK_SECONDS = 60
