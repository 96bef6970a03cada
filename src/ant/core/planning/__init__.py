"""Requests, plans, questions and outcomes, as values."""
