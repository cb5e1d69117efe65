"""What the demo newsroom's readers say."""
