"""Projects as a whole: made, adopted, upgraded, and their records."""
