"""Files of what was recorded, for other tools: CSV, JSON lines and Parquet. Exact, in memory that does not grow with the home."""
