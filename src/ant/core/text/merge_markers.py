"""What git writes around the two sides of a conflict, each at the beginning of a line."""

OURS = b"<<<<<<<"
THEIRS = b">>>>>>>"
MARKERS = (OURS, b"|||||||", b"=======", THEIRS)


def marked_line(content: bytes) -> int:
    """The line of the first marker, counted from 1, where there is a whole conflict; else 0."""
    if OURS not in content or THEIRS not in content:
        return 0
    lines = content.split(b"\n")
    first = next((at for at, line in enumerate(lines, 1) if line.startswith(OURS + b" ")), 0)
    is_whole = any(line.startswith(THEIRS + b" ") for line in lines[first:])
    return first if is_whole else 0
