"""Measured ratios (``make bench``), not timed tests: a shared machine makes milliseconds lie, ratios hold."""
