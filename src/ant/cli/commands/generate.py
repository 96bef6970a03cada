"""``ant generate``."""

import os

import click

from ant.cli.options import report_option
from ant.cli.output import Output


@click.group()
@report_option
def generate() -> None:
    """Generate a new API."""


@generate.command()
@click.argument("project_name")
@click.option("-v", "--verbose", is_flag=True, help="List every file that is created.")
@click.option("--dry-run", is_flag=True, help="Show what would be created, and create nothing.")
@report_option
@click.pass_obj
def api(output: Output, project_name: str, verbose: bool, dry_run: bool) -> None:
    """Create a whole backend in the new directory PROJECT_NAME."""
    from ant.api.generate import generate_api

    outcome = generate_api(project_name, os.getcwd(), dry_run=dry_run)
    if dry_run:
        output.say(f"Would create new project '{project_name}':")
    if verbose or dry_run:
        for path in outcome.files:
            output.say(f"  create {os.path.relpath(path)}")
    if dry_run:
        output.succeed(outcome.project_path, [], dry_run=True, planned_files=outcome.files)
        return
    output.say(f"Successfully created new project '{project_name}'")
    output.succeed(outcome.project_path, outcome.files)
