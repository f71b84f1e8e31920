"""Is everything that must run running? Heartbeats as rows, and `/healthz`."""
