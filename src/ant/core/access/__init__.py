"""Who may do what, and under which preconditions: guards, owners, accounts."""
