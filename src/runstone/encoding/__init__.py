"""Forms of media: from values as they were logged to bytes that others can read. Nothing heavy is imported before it is needed."""
