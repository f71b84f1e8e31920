"""Fixtures of these tests."""

from tests.core.crypto.notes import notes

__all__ = ["notes"]
