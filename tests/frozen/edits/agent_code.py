"""What a coding agent makes of the code of a clinic when it is asked to clean up."""

import re
from functools import partial
from pathlib import Path

from frozen.edits.code_text import (
    with_comments,
    with_moved_method,
    with_renamed_variables,
    with_single_quotes,
)
from frozen.edits.editing import (
    NotThere,
    add,
    insert_after,
    insert_before,
    read,
    replace,
    rewrite,
    substitute,
)

SERVICES = "api/services/{}_service.py"
ROUTES = "api/routes/{}_route.py"
LOGGER = "from helper.execution_tracking.Logger import myLogger\n"


def quote_with_single_quotes(project: Path) -> None:
    """In the files that it happened to touch."""
    for path in (
        SERVICES.format("rooms"),
        ROUTES.format("rooms"),
        "api/models/Rooms_model.py",
        "api/schemas/PostPatients_schema.py",
        "api/helper/functions/validation_error.py",
        "tests/test_rooms_route.py",
        "tests/factories/rooms_factory.py",
    ):
        rewrite(project, path, with_single_quotes)


def write_long_docstrings(project: Path) -> None:
    """With sections for arguments and what is returned."""
    service = SERVICES.format("patients")
    texts = {
        "The business rules of ``patients``.": (
            "Patient service.\n\nContains the business logic for managing patients.\n"
        ),
        "What can be done with ``patients``.": "Service class for patient operations.",
        "Return a page of rows.": (
            "Get a paginated list of patients.\n\n"
            "        Args:\n            query: Filters, sort order and page.\n\n"
            "        Returns:\n            A page of patients.\n        "
        ),
        "Return a row; raise ``NotFound``.": (
            "Get a single patient.\n\n        Args:\n            id: The patient ID.\n\n"
            "        Raises:\n            NotFound: If the patient does not exist.\n        "
        ),
        "Insert a row and return it; raise ``Conflict``.": "Create a new patient.",
    }
    for old, new in texts.items():
        replace(project, service, f'"""{old}"""', f'"""{new}"""')
    for path in ("api/app.py", "api/helper/DBSession.py"):
        substitute(
            project, path, r'\A"""(.*)"""$', r'"""\1\n\nThis module is part of the clinic API.\n"""'
        )


def comment_every_step(project: Path) -> None:
    """Above lines that say it already."""
    steps = {
        "query = list_query": "Parse pagination, sorting and filters from the query string",
        "data = load_body": "Validate the request body",
        r"return row_answer\(row, \w+\)": "Return the serialized row",
        r"return Response\(status=204\)": "No content",
    }
    for route in ("doctors", "appointments", "prescriptions"):
        rewrite(project, ROUTES.format(route), lambda text: with_comments(text, steps))
    rewrite(
        project, "api/repositories/CrudRepository.py",
        lambda text: with_comments(text, {
            "def ": "-" * 60, "self.rows =": "Prepare the statements once",
            "if (missing or )?not values:": "Nothing to update",
        }),
    )  # fmt: skip
    rewrite(
        project, "api/models/Appointments_model.py",
        lambda text: with_comments(text, {
            "id: Mapped": "Primary key", "patient_id:": "Relations", "created_at:": "Timestamps",
        }),
    )  # fmt: skip
    rewrite(
        project, "tests/conftest.py",
        lambda text: with_comments(text, {"def ": "Fixture or helper", "try:": "Be careful here"}),
    )  # fmt: skip
    rewrite(
        project, "tests/test_default.py",
        lambda text: with_comments(text, {"assert ": "Assert", "with pytest.raises": "Act"}),
    )  # fmt: skip


def put_the_methods_in_another_order(project: Path) -> None:
    """Helpers first, what creates before what reads."""
    doctors = SERVICES.format("doctors")
    rewrite(
        project,
        doctors,
        lambda text: with_moved_method(text, "delete_doctors", before="get_doctors"),
    )
    rewrite(
        project, doctors,
        lambda text: with_moved_method(text, "create_doctors", before="get_doctors"),
    )  # fmt: skip
    rewrite(
        project, "api/repositories/doctors_repository.py",
        lambda text: with_moved_method(
            text, "get_doctors_patients", before="get_doctors_specialties"
        ),
    )  # fmt: skip
    rewrite(
        project, "api/helper/DBSession.py",
        lambda text: with_moved_method(text, "delete", before="add_all"),
    )  # fmt: skip


def call_the_variables_what_they_hold(project: Path) -> None:
    """``patient`` instead of ``row``, ``payload`` instead of ``data``."""
    for route, holds in {"patients": "patient", "doctors": "doctor", "invoices": "invoice"}.items():
        names = {"row": holds, "data": "payload"}
        for path in (ROUTES.format(route), SERVICES.format(route)):
            rewrite(project, path, partial(with_renamed_variables, names=names))
    rewrite(
        project, "api/startup/error_handlers.py",
        lambda text: with_renamed_variables(text, {"response": "answer", "reason": "cause"}),
    )  # fmt: skip


def extract_helper_functions(project: Path) -> None:
    """From views that look alike, and from a long factory of the application."""
    route = ROUTES.format("appointments")
    substitute(
        project, route,
        r"^    query = list_query\(request\.args, (\w+)\)$", r"    query = _query_for(\1)",
    )  # fmt: skip
    substitute(
        project, route,
        r"^    return page_answer\(page, (\w+)\)$", r"    return _page_answer(page, \1)",
    )  # fmt: skip
    names = (
        "ListQuery, list_query" if "import ListQuery, " in read(project, route) else "list_query"
    )
    replace(project, route, f"import {names}\n", "import ListQuery, Page, list_query\n")
    insert_before(
        project, route, "from flask import Blueprint",
        "from typing import Any, Type\n\n",
    )  # fmt: skip
    insert_after(project, route, "url_for\n", "from marshmallow import Schema\n")
    insert_after(
        project, route, 'url_prefix="/appointments")\n',
        "\n\ndef _query_for(schema: Type[Schema]) -> ListQuery:\n"
        '    """Parse the query string of the current request."""\n'
        "    return list_query(request.args, schema)\n\n\n"
        "def _page_answer(page: Page[Any], schema: Type[Schema]) -> Response:\n"
        '    """Build the JSON response for a page."""\n'
        "    return page_answer(page, schema)\n",
    )  # fmt: skip
    blueprints = re.findall(
        r"^    (app\.register_blueprint\(\w+\))$", read(project, "api/app.py"), re.M
    )
    block = "".join(f"    {line}\n" for line in blueprints)
    replace(project, "api/app.py", f"\n{block}", "\n    _register_blueprints(app)\n")
    insert_after(
        project, "api/app.py", "    return app\n",
        '\n\ndef _register_blueprints(app: Flask) -> None:\n    """Register every blueprint."""\n'
        f"{block}",
    )  # fmt: skip


def write_type_hints_the_old_way(project: Path) -> None:
    """``Dict`` and ``Optional`` from ``typing``."""
    for route in ("prescriptions", "specialties"):
        service = SERVICES.format(route)
        replace(
            project, service, "from typing import Any\n", "from typing import Any, Dict, Optional\n"
        )
        substitute(project, service, r"dict\[str, Any\]", "Dict[str, Any]")
        substitute(project, service, r"^Check = (.*) \| None$", r"Check = Optional[\1]")
    error = "api/helper/execution_tracking/APIException.py"
    replace(project, error, "from typing import Any\n", "from typing import Any, Optional\n")
    substitute(project, error, r": (str|int|Mapping\[.*\]) \| None", r": Optional[\1]")


def return_early(project: Path) -> None:
    """The good case first."""
    for route in ("patients", "appointments"):
        replace(
            project, SERVICES.format(route),
            "        if not self.repository.remove(id, check):\n"
            f'            raise NotFound("{route}", id)\n',
            "        if self.repository.remove(id, check):\n            return\n\n"
            f'        raise NotFound("{route}", id)\n',
        )  # fmt: skip


def log_every_call(project: Path) -> None:
    """At the beginning of what changes something."""
    for route in ("appointments", "invoices"):
        service = SERVICES.format(route)
        insert_before(project, service, "from helper.execution_tracking.NotFound", LOGGER)
        for verb in ("create", "update", "patch"):
            substitute(
                project, service,
                rf'^(    def {verb}_{route}\((?:.|\n)*?""".*"""\n)',
                rf'\1        myLogger.info("{verb} {route}")\n',
            )  # fmt: skip
    handlers = "api/startup/error_handlers.py"
    insert_after(
        project, handlers, '    """Send what a service refused, with its reason."""\n',
        '    myLogger.info(f"API exception: {error.message}")\n',
    )  # fmt: skip


def split_the_routes_of_doctors(project: Path) -> None:
    """The lists of what belongs to a doctor in a module of their own."""
    path, other = ROUTES.format("doctors"), "api/routes/doctors_relations_route.py"
    text = read(project, path)
    start = text.find('\n\n@doctors_bp.get("/<int:id>/specialties")')
    if start < 0:
        raise NotThere(f"{path} does not list specialties")
    replace(project, path, text[start:], "")
    schemas = ("Appointments", "Patients", "Specialties")
    imports = [f"from schemas.Get{name}_schema import Get{name}Schema\n" for name in schemas]
    for line in imports:
        replace(project, path, line, "")
    add(
        project, other,
        '"""Doctor relation endpoints (specialties, patients and appointments)."""\n\n'
        "from flask import Response, request\n\n"
        "from helper.functions.json_answer import page_answer\n"
        "from helper.functions.list_query import list_query\n"
        "from routes.doctors_route import doctors_bp\n"
        f"{''.join(imports)}from services.doctors_service import myDoctorsService\n"
        f"{text[start:]}",
    )  # fmt: skip
    insert_before(
        project, "api/app.py", "from routes.doctors_route import",
        "import routes.doctors_relations_route  # noqa: F401  (registers its views)\n",
    )  # fmt: skip


def write_tests_in_classes(project: Path) -> None:
    """Its own tests, and comments in those that there are."""
    add(
        project, "tests/test_appointments_service.py",
        '"""Unit tests for the appointments service."""\n\nimport pytest\n\n'
        "from factories.appointments_factory import appointments_factory\n"
        "from helper.execution_tracking.NotFound import NotFound\n"
        "from services.appointments_service import AppointmentsService, myAppointmentsService\n\n\n"
        "class TestAppointmentsService:\n"
        '    """Tests for AppointmentsService."""\n\n'
        "    def test_get_missing_raises_not_found(self) -> None:\n"
        "        # Arrange\n        service = AppointmentsService()\n\n        # Act / Assert\n"
        "        with pytest.raises(NotFound):\n            service.get_appointments_by_id(1)\n\n"
        "    def test_delete_removes_the_row(self) -> None:\n"
        "        appointment_id = appointments_factory.new_id()\n"
        "        myAppointmentsService.delete_appointments(appointment_id)\n"
        "        with pytest.raises(NotFound):\n"
        "            myAppointmentsService.get_appointments_by_id(appointment_id)\n",
    )  # fmt: skip
