"""Parsers of JSON and YAML that keep the location of every value."""
