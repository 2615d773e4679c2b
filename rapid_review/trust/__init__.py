"""When trust in who sees what is at stake: break-glass, what was sent to the wrong person, a case that is frozen."""
