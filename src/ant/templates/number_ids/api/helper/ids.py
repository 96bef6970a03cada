"""What rows are called by: numbers that count up."""

Id = int
