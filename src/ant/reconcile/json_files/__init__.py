"""Edits of JSON files that leave every other line alone."""
