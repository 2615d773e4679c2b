"""Backups: the database and its files in one sealed archive, taken while people work, and put back in one piece."""
