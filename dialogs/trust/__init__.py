"""The conversations about break-glass, about what was sent to the wrong person, and about a case that is frozen."""
