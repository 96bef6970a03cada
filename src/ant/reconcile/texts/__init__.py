"""Carry what a newer version generates into files that are not Python, as people left them."""
