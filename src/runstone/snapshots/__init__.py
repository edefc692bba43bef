"""Snapshots of source trees: what belongs to one, how it becomes an artifact, and how it is restored."""
