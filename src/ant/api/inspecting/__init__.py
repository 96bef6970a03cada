"""What a project says of itself, without a change."""
