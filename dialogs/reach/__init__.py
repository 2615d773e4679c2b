"""Whether messages arrive, and what is done about those that do not."""
