"""Checks in a real browser."""
