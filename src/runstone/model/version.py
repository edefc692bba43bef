"""The version of this package, in the one place that reads no metadata from disk."""

VERSION = "0.1.0"
