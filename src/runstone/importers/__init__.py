"""Readers of what other trackers wrote: each format in a folder of its own, decoded by hand, so that none of them has to be installed."""
