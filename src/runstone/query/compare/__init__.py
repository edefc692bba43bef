"""Runs beside each other: what is the same in all of them, and what differs from one of them, the reference."""
