"""Access control and preconditions: guards, owners, accounts."""
