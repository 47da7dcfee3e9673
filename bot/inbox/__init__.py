"""What came in, and what must go out: each message and each letter once, as far as the other side allows."""
