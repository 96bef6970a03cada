"""Edits of blueprint registrations, in whatever form they are written."""
