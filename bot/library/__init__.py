"""The operator's own documents: read in any of five formats, cleaned, split into passages, kept in a folder."""
