"""What a run says out loud: alerts, and the rules that raise them while it is recorded."""
