"""Artifacts of a run: what a script builds, logs and uses. How they lie in a home is in `runstone.artifacts`."""
