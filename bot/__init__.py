"""Levelfield: an adviser on globalization asymmetry for small firms."""

__version__ = "0.1.0"
