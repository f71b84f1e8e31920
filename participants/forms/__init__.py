"""Forms of this room, each with its crispy helper beside it."""
