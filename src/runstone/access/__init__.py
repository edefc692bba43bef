"""Who may do what on a server: users and their teams, roles in projects, tokens, sessions, and what was done with them."""
