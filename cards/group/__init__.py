"""The Group: its members, papers, meeting, minutes and actions."""
