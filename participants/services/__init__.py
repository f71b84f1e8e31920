"""Writes of this room: what a user would ask for, each in one function."""
