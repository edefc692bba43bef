"""Questions about sweeps and their trials."""
