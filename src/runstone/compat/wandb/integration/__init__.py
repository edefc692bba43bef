"""`wandb.integration`: callbacks of libraries. Each is brought when it is imported, and needs its library then."""
