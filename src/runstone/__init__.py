"""Runstone records machine-learning experiments."""
