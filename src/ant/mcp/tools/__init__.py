"""The tools that a server has."""
