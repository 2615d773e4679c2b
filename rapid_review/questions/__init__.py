"""What a form is, and the questions and lists that several forms share."""
