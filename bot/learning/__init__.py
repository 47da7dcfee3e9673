"""What was not understood: in groups for a person to look at, and from there among the example phrases."""
