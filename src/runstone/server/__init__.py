"""The server: the HTTP API, live updates and the built UI, from one home."""
