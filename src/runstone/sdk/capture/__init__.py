"""What is recorded without being asked: console, code, packages, host and system metrics. One file each."""
