"""Who may do what in this room, a module for each half."""
