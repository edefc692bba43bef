"""Sweeps: what is tried next, what is not worth going on, and how agents share the work through plain files."""
