"""Forms of media: how what a run logs becomes bytes, and what reads those bytes again."""
