"""Rasa's doors: where messages come in and go out. Thin: what is said is decided elsewhere."""

from bot import no_networks as no_networks  # before anything of Rasa's is imported
