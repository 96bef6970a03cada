"""Rules over several columns of a table."""
