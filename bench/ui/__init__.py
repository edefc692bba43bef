"""How fast the web UI is: the real server, recorded runs and a real browser."""
