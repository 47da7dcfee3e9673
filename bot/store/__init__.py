"""The strategy store: compiled from the documents, read-only, rebuilt at will."""
