"""What questions are answered with: one struct each, its fields named as the JSON of the HTTP API has them.

Times are microseconds since the epoch, durations seconds. Config, summary and facts hold plain values (`model/values.py`); floats in them
may be NaN or infinite, and become `{"$float": …}` only on their way into JSON.
"""
