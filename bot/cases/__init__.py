"""The case store: the only home of a firm's facts, answers, profile and plan."""
