"""From two specs and the files as they stand to a plan. Pure."""
