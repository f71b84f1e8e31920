"""Rotations through the business, and coaching by people from outside."""
