"""The command line: arguments in, outcome out; it decides nothing about files."""
