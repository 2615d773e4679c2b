"""Confidentiality and conflicts of interest: what everyone declares before they see a case."""
