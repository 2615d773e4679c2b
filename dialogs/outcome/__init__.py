"""The poll, the decision, and what follows where it is disputed or put off."""
