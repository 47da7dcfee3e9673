"""From a document to draft strategies: found, guessed, quoted, and left for a person to finish."""
