"""What a text means to Levelfield: names, facts, topics, answers, troubles. Knows no framework."""
