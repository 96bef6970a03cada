"""What the product can do; every front end goes through here and holds no logic itself."""
