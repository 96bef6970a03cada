"""The cost of matching regular expressions."""
