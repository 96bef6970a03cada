"""Edits of Python files that prove themselves on the syntax tree."""
