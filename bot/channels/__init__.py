"""Rasa's doors: where messages come in and go out. Thin: what is said is decided elsewhere."""
