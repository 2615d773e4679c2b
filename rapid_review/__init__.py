"""The Rapid Review process of a Safeguarding Children Partnership, in plain Python: no database, no web, no clock."""
