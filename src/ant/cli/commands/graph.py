"""``ant graph``."""

import argparse
import os

from ant.cli.output import Output
from ant.cli.parser import Commands, UsageError, add_command

ABOUT = "Draw the data model and the routes of this project, as Mermaid text or as SVG."


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    graph = add_command(commands, "graph", ABOUT, _graph)
    graph.add_argument(
        "--format", choices=("mermaid", "svg"), default="mermaid",
        help="What the picture is written in (default: mermaid).",
    )  # fmt: skip
    graph.add_argument(
        "--what", choices=("model", "routes"),
        help="What to draw (default: both, as Markdown; in SVG the model, if there is one).",
    )  # fmt: skip
    graph.add_argument(
        "--around", metavar="ROUTE", help="Draw this route and its neighbours alone."
    )
    graph.add_argument("--output", metavar="FILE", help="Write it to a file that is not there yet.")
    graph.add_argument("--force", action="store_true", help="Replace that file.")


def _graph(options: argparse.Namespace, output: Output) -> int:
    from ant.api.inspecting.graph import draw_project, save_picture
    from ant.cli.spelling import spell_text
    from ant.core.text.words import plain

    if options.force and options.output is None:
        raise UsageError("argument --force: it goes with --output", "ant graph")
    picture = draw_project(os.getcwd(), options.format, options.what, options.around)
    warnings = tuple(map(spell_text, picture.warnings))
    for warning in warnings:
        output.progress(f"Warning: {warning}")  # the picture alone is on standard output
    files = []
    if options.output is None:
        output.say(picture.text.rstrip("\n"))
    else:
        files.append(save_picture(picture, options.output, replace=options.force))
        output.say(f"Successfully drew {plain(options.output)}")
    more = {"warnings": warnings} if warnings else {}
    output.succeed(picture.project_path, files, text=picture.text, **more)
    return 0
