"""Pages of coaching, a module for each thing a user does."""
