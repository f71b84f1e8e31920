"""Benchmarks, one module each: `measure()` yields mentorship.bench.Result."""
