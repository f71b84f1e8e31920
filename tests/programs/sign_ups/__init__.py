"""Tests of the sign-up import."""
