"""What can be read from a project's code without running it. Pure."""
