"""A server of the Model Context Protocol: what the command does, for coding agents."""
