"""Backups of a home: taken while it is written to, verified, and made a home again."""
