"""The pages of coaching, through the public door."""
