"""Other machines, over the user's own OpenSSH: a reader that is started there, the way to it, and files that are read where there is none."""
