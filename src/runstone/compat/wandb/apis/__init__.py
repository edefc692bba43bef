"""`wandb.apis`: reading what was recorded, over `runstone.Api`."""
