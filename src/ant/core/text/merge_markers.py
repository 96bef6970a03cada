"""What git writes around the two sides of a conflict, each at the beginning of a line."""

OURS = b"<<<<<<<"
THEIRS = b">>>>>>>"
MARKERS = (OURS, b"|||||||", b"=======", THEIRS)
