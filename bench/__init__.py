"""The benchmarks: each against the plainest logger there is, in the same process where that can be.

`python -m bench` runs them all, `python -m bench log_call disk` some, `--peers` other trackers beside ours.
"""
