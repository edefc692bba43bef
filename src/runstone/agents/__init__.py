"""Agents: they take the trials of a sweep, run them, and end those that are to end."""
