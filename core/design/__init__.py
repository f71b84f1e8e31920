"""How everything looks and is operated; docs/design-system.md shows it to those who use it."""
