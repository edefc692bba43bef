"""Logged tables: pages of them, sorted, filtered and searched; facts of a column; tables of several runs side by side."""
