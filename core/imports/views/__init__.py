"""Pages of imports, by what a person does: list and start, columns, rows, outcome."""
