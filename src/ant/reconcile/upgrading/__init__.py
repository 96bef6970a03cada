"""Carry what a newer version generates into the files of a project, as people have left them."""
