"""Merges of files that are not Python."""
