"""What a run knows of its metrics: their definitions, and figures of what was logged."""
