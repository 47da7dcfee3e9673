"""From answers to the asymmetry profile: scores, flags, the best next question, contradictions."""
