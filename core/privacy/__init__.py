"""The gateway: which figures about people may be told."""
