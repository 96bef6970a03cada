"""Merge what a newer version generates into the files of a project, edited ones included."""
