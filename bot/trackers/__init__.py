"""Where conversations are kept and who may go on with one: Rasa's tracker store and lock store, without its guesses."""

from bot import no_networks as no_networks  # before anything of Rasa's is imported
