"""What happens when something breaks, measured: a module for each of T1 to T25, `run` for all of them."""

from bot import no_networks as no_networks  # before anything of Rasa's is imported
