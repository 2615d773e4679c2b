"""Cards about how long a case is kept."""
