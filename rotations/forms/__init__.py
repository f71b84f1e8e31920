"""What this room asks on its pages."""
