"""The poll, the criteria, the decision, and what follows where it is disputed or put off."""
