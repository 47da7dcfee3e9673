"""What must go out, and how it gets there: each letter once, as far as the other side allows."""
