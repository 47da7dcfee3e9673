"""Rasa's NLU components of Levelfield: thin over `bot.language`."""
