"""Real servers and real commands for the tests."""
