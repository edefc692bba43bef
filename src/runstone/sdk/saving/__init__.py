"""What a run saves of files: `run.save`, `run.restore`."""
