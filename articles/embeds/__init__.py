"""Links alone on their line become facades that load nothing until tapped."""
