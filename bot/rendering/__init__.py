"""From results to messages: what the adviser says, the same on every channel."""
