"""What the product can do; every front end calls it and holds no logic itself."""
