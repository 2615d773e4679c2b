"""Filing a case, and correcting who is named in it."""
