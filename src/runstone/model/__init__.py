"""The nouns: what a home, a run, a record and a state are. Everything else is built from these."""
