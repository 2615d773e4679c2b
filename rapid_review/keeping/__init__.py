"""How long a case is kept, what stops its being disposed of, and requests for one's own data."""
