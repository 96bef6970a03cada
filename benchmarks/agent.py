"""Count what somebody who knows nothing but tools needs to build a helpdesk with ``ant mcp``."""

import argparse
import sys
import tempfile
from pathlib import Path

import anyio
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

sys.path.insert(0, str(Path(__file__).parent))

from bench.newcomer import Cost, build

PER_TOKEN = 4.29
"""Characters of a token, as o200k_base makes of the list of tools."""
MOST_CALLS = 20
MOST_LISTED = 1_500
MOST_TOKENS = 10_000


def main() -> None:
    """Build the helpdesk and print the costs; end with 1 where one is higher than it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cost = anyio.run(_build, folder)
    judged = [*verdicts(cost)]
    for is_met, line in judged:
        sys.stdout.write(f"{'' if is_met else 'MISSED: '}{line}\n")
    sys.exit(not all(is_met for is_met, _ in judged))


async def _build(folder: str) -> Cost:
    command = str(Path(sys.executable).parent / "ant")
    server = StdioServerParameters(command=command, args=["mcp", folder])
    async with Client(stdio_client(server)) as client:
        return await build(client, lambda _: None)


def verdicts(cost: Cost) -> list[tuple[bool, str]]:
    """Whether each target is met, with what was counted."""
    listed, sent, read = (tokens(size) for size in (cost.listed, cost.sent, cost.read))
    whole = listed + sent + read
    return [
        (cost.calls <= MOST_CALLS,
         f"{cost.calls} calls, {cost.refused} of them refused (at most {MOST_CALLS})"),
        (listed <= MOST_LISTED, f"{listed} tokens for the list of tools (at most {MOST_LISTED})"),
        (whole <= MOST_TOKENS,
         f"{whole} tokens in all: {sent} sent, {read} read (at most {MOST_TOKENS})"),
    ]  # fmt: skip


def tokens(characters: int) -> int:
    """Return about how many tokens a text is."""
    return round(characters / PER_TOKEN)


if __name__ == "__main__":
    main()
