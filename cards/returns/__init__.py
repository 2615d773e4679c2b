"""Requests to agencies, their answers, and the chasing of them."""
