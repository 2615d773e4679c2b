"""Declaring, ruling on conflicts, and the register of both."""
