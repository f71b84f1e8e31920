"""Writes of this room, a module for each thing a user would name."""
