"""What is produced from a case: one neutral document, drawn as Word, as a web page, as plain text and as PDF."""
