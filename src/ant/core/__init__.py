"""Values: names, specs, trees, plans and problems. Imports no other package of ant."""
