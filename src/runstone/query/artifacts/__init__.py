"""Questions about artifacts: collections, versions, their files, and the lineage of runs and versions."""
