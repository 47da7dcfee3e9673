"""The `levelfield` command."""
