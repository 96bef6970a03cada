"""Fields: what they are, and what a spec may say of them."""
