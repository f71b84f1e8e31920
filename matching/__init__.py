"""Who should meet whom: policy, run, review and offers; the engine is a room of its own."""
