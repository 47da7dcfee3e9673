"""Reads `knowledge/` and says everything that is wrong with it, by path and line."""
