"""What is owed to others, and letters on their way."""
