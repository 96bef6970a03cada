"""Known faults in code that earlier versions generated."""
