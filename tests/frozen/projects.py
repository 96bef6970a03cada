"""Which projects are frozen, and how each comes to be: commands, and what people edit."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from frozen.edits import agent_code, formatters, grown_code, team_code, team_files
from frozen.edits.editing import Difference, Edit, carry_out

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
Words = tuple[str, ...]


class Project(NamedTuple):
    """One that is to be frozen: what it is called, its routes, and what is done to it."""

    name: str
    example: str = ""
    steps: tuple[Words | Edit, ...] = ()

    @property
    def folder(self) -> str:
        """What the project itself is called."""
        return self.example or self.name


BY_HAND: tuple[Edit, ...] = (
    team_code.write_a_blueprint_for_the_load_balancer,
    team_code.number_the_requests,
    team_code.give_the_warehouse_endpoints,
    team_code.sort_the_imports_of_the_application_another_way,
    team_code.write_the_rules_of_orders,
    team_code.add_columns_by_hand,
    team_code.refuse_addresses_that_are_thrown_away,
    team_code.write_the_log_another_way,
    team_code.read_settings_of_ones_own,
    team_code.throw_out_what_nobody_used,
    team_code.change_the_tests,
    team_files.change_the_image,
    team_files.add_a_cache_to_the_stack,
    team_files.run_the_tests_before_the_image_is_pushed,
    team_files.set_up_the_tools,
    team_files.change_the_requirements,
    team_files.explain_the_project,
    team_files.name_the_settings,
    team_files.describe_the_api,
)
REWRITTEN: tuple[Edit, ...] = (
    agent_code.quote_with_single_quotes,
    agent_code.write_long_docstrings,
    agent_code.comment_every_step,
    agent_code.put_the_methods_in_another_order,
    agent_code.call_the_variables_what_they_hold,
    agent_code.extract_helper_functions,
    agent_code.write_type_hints_the_old_way,
    agent_code.return_early,
    agent_code.log_every_call,
    agent_code.split_the_routes_of_doctors,
    agent_code.write_tests_in_classes,
)
GROWN: tuple[Words | Edit, ...] = (
    ("generate", "route", "visits", "patient:reference:to=patients:required", "summary:text"),
    ("generate", "route", "health", "--mock", '{"ok": true}'),
    ("generate", "subroute", "health", "deep"),
    ("generate", "subroute", "health", "notify", "--type", "POST"),
    ("generate", "field", "patients", "phone:string:max=20", "emergency_contact:string:max=120"),
    ("generate", "field", "visits", "cost:decimal:min=0", "reasons:many:to=specialties"),
    ("rename", "field", "rooms", "is_open", "available"),
    ("rename", "route", "prescriptions", "medications"),
    ("destroy", "field", "patients", "photo", "--yes"),
    ("destroy", "subroute", "health", "deep"),
    ("destroy", "route", "invoices", "--yes"),
    grown_code.answer_how_the_database_is,
    grown_code.tidy_up_names_of_patients,
    grown_code.count_the_visits_of_a_patient,
    grown_code.configure_the_application,
    grown_code.write_a_chapter_about_the_clinic,
    grown_code.save_files_on_windows,
    # It grows on, and what was edited is among the files that this changes.
    ("generate", "route", "devices", "name:string:required:max=80", "room:reference:to=rooms"),
    ("generate", "field", "visits", "ended_at:datetime"),
    ("generate", "field", "patients", "height_cm:integer:min=20:max=260"),
)
PROJECTS = (
    Project("bare"),
    Project("store", "store"),
    Project("clinic", "clinic"),
    Project("store-by-hand", "store", BY_HAND),
    Project("store-formatted", "store", (formatters.format_with_black_and_isort,)),
    Project("clinic-rewritten", "clinic", REWRITTEN),
    Project("clinic-grown", "clinic", GROWN),
)


def make(project: Project, parent: Path) -> Difference:
    """Make a project in a folder with the running version; return what edits did to it."""
    spec = ("--json", str(EXAMPLES / f"{project.example}.yaml")) if project.example else ()
    run_ant(("generate", "api", project.folder, *spec), parent)
    done = Difference()
    for step in project.steps:
        if isinstance(step, tuple):
            run_ant(step, parent / project.folder)
        else:
            done = done.then(carry_out(parent / project.folder, step))
    return done


def run_ant(words: Words, folder: Path) -> None:
    """Run a command of the running version, which must succeed."""
    command = [sys.executable, "-m", "ant", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr}")
