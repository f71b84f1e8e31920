"""Reads of this room: released figures only."""
