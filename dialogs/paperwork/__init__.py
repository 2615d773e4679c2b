"""Files that come in, and documents that are made."""
