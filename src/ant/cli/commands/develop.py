"""``ant run`` and ``ant test``."""

import os

import click

from ant.cli.options import report_option
from ant.cli.output import Output

FAILED = 1


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=5000, show_default=True,
    help="The port to listen on.",
)  # fmt: skip
@report_option
@click.pass_obj
def run(output: Output, host: str, port: int) -> int:
    """Serve this project for development, with reload.

    The first time this makes the virtual environment .venv from requirements.txt.
    """
    from ant.api.develop import serve_project

    root, code = serve_project(os.getcwd(), (host, port), output.progress, quiet=output.report)
    return _end(output, root, code, "The server")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
@report_option
@click.pass_obj
def test(output: Output, pytest_arguments: tuple[str, ...]) -> int:
    """Run this project's own tests.

    What follows is passed on to pytest: ant test -k default. The first time this installs
    requirements-dev.txt into the virtual environment .venv.
    """
    from ant.api.develop import check_project

    root, code = check_project(os.getcwd(), pytest_arguments, output.progress, quiet=output.report)
    return _end(output, root, code, "pytest")


def _end(output: Output, root: str, code: int, program: str) -> int:
    if code:
        output.fail([f"{program} ended with exit code {code}."], project_path=root)
        return FAILED
    output.succeed(root, [])
    return 0
