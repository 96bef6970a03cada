"""The types of fields: one module for each, or for those that differ in a line."""
