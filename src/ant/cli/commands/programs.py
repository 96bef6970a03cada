"""What the commands that run a program in a project have in common."""

from ant.cli.output import Output

FAILED = 1


def ended(output: Output, root: str, code: int, program: str) -> int:
    """Tell how the program ended; return our exit code for it."""
    if code:
        output.refuse("tool_failed", f"{program} ended with exit code {code}.", project_path=root)
        return FAILED
    output.succeed(root, [])
    return 0
