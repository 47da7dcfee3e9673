"""What is kept of people: exported, erased, purged after its time, backed up and restored."""
