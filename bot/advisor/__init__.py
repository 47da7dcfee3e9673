"""The use cases: what the adviser does with a case and the knowledge. Knows no framework."""
