"""Commands of the top room."""
