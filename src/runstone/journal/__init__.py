"""The journal: an append-only file of checksummed frames, one a writer. `FORMAT.md` describes the bytes."""
