"""Asking the agencies, and everything that is done until their answers will do."""
