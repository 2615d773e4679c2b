"""Telling others: two people for each send, its proof, and the end of the case."""
