"""Rules that a project's code is checked against, without running it."""
