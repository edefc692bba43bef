"""Data that runs work with: fingerprints of files, and what addresses tell."""
