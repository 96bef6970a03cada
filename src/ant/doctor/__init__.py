"""What stands in the way of a project on this machine, or in production."""
