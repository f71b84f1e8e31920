"""First run: an empty database becomes an organisation with its first admin."""
