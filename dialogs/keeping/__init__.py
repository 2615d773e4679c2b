"""What is said about how long a case is kept: legal holds, yearly reviews and requests for one's own data."""
