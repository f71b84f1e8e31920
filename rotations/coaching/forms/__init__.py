"""Forms, a module for each thing a user does."""
