"""Values: names, specs, trees, plans and problems. Imports nothing else of ours."""
