"""References: files that stay where they are. A scheme of addresses a file; `address.py` knows them all."""
