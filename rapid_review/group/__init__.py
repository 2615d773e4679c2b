"""The Rapid Review Group at work: who takes part, its papers, its meeting, its minutes, its actions."""
