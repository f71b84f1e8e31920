"""What one can do with an import, one module per step."""
