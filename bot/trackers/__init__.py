"""Where conversations are kept and who may go on with one: Rasa's tracker store and lock store, without its guesses."""
