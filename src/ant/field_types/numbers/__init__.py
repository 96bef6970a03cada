"""Types whose values are numbers."""
