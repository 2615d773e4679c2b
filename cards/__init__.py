"""What people see: pure functions from a case to an adaptive card."""
