"""What people change: an editor is one more writer of journals, so nothing is overwritten and everything can be undone."""
