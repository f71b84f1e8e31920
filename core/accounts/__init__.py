"""Who signs in, and how they want to be reached."""
