"""What the programs achieve, in figures that single nobody out."""
