"""What can be done to a spec: one pure function a file."""
