"""Signing in as any role with one click. In the demo only: everywhere else there is no such page."""
