"""What people are reminded of, when, and how much of it they can bear."""
