"""The reading benchmarks: what is asked of a home with a hundred million points, or a hundred thousand runs, and what that costs.

`python -m bench.read` builds the homes it needs under `.bench-data` (once), asks, and prints one table. Each question is asked of Runstone as the
server asks it, of DuckDB over Parquet files, and of the plainest thing there is: numpy over raw arrays.
"""
