"""Every write of this room that touches more than one row."""
