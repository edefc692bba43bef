"""Sync: journals and blobs move between homes. It speaks of files and their bytes alone; what they mean is read elsewhere."""
