"""The action server's side of Levelfield: thin adapters from Rasa to the use cases in `bot/advisor`."""
