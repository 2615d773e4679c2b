"""Files of a case, and documents made from it."""
