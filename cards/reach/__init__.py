"""Whether messages arrive, and whom they did not reach."""
