"""Data and pretrained models of a run: recorded as they become known."""
