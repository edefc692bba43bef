"""Collections of artifacts: their manifests, how files come into a home and out of it again, and how versions get their numbers."""
