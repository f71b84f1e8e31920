"""What every stored row has in common: a key made before the INSERT, a door, a classification."""
