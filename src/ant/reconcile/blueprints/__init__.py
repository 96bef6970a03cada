"""Where blueprints are registered, however their owner registers them."""
