"""Pages of this room, a module for each thing that a user does."""
