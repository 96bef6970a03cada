"""How much work a regular expression may cost."""
