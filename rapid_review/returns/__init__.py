"""What each agency is asked and answers, how it is chased, and how its silence is taken further."""
