"""People, the organisation they work in, what they can and want to learn, and their consents."""
