"""Outputs of a run: files that it writes, kept as versions of artifacts as soon as they are whole."""
