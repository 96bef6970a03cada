"""Reading Python and Flask code that people may have rearranged."""
