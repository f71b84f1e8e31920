"""Confidential text, encrypted in the row it belongs to and readable nowhere else."""
