"""Meters and writers of others that log to the active run: change the import, and the training loop stays."""
