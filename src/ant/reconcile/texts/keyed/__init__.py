"""Merge of files that are lists of entries with keys: requirements and settings."""
