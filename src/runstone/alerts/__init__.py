"""Alerts on their way to people: rules that find them, and the ways by which they are delivered."""
