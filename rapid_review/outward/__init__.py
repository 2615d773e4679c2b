"""What is owed to others once something is decided, until the case can be closed."""
