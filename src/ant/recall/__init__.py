"""Faults that were found later in code that ant had generated, and which projects have them."""
