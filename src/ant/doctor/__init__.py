"""Checks of a project's surroundings on this machine, or for production."""
