"""Rasa's NLU components of Levelfield: thin over `bot.language`."""

from bot import no_networks as no_networks  # before anything of Rasa's is imported
