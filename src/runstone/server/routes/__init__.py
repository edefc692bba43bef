"""One file a URL family: parse, ask, shape; nothing else."""
