"""When things are due: working days, the two clocks, dates moved by agreement, and reminders."""
