"""The home page: what needs me today, whatever my roles are."""
