"""From the profile to the strategies, best first, with every factor kept as a reason."""
