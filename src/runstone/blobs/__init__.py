"""Blobs: media and files, stored once under the SHA-256 of their bytes."""
