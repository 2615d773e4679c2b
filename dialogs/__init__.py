"""What people can say and press, and what is answered. One module per conversation."""
