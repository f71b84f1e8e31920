"""Who changed what, and who read confidential things: two logs that only grow."""
