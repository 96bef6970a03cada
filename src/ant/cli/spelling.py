"""Requests, options and answers in the syntax of the command line."""

from ant.core.errors import Problem
from ant.core.planning.messages import AGREE, Option, spelled
from ant.core.planning.questions import FILL, RENAME
from ant.core.planning.requests import (
    AddAccounts,
    AddFields,
    AddRoute,
    AddRules,
    AddSubroute,
    Adopt,
    ApplySpec,
    MarkDone,
    NewProject,
    RemoveField,
    RemoveRoute,
    RemoveSubroute,
    RenameField,
    RenameRoute,
    Request,
    Undo,
    Upgrade,
)

_COMMANDS = {
    NewProject: ("generate api", "name"),
    AddRoute: ("generate route", "name"),
    AddSubroute: ("generate subroute", "route name"),
    AddFields: ("generate field", "route"),
    AddRules: ("generate rules", "route"),
    AddAccounts: ("generate auth", ""),
    RemoveRoute: ("destroy route", "name"),
    RemoveSubroute: ("destroy subroute", "route name"),
    RemoveField: ("destroy field", "route name"),
    RenameRoute: ("rename route", "old new"),
    RenameField: ("rename field", "route old new"),
    ApplySpec: ("apply", ""),
    Adopt: ("adopt", ""),
    Upgrade: ("upgrade", ""),
    MarkDone: ("upgrade --done", ""),
    Undo: ("undo", ""),
}
"""The command of each request, and its positional parts."""


def spell_text(text: str) -> str:
    """Return a text as a person reads it who types commands."""
    return spelled(text, _words)


def spell_problem(problem: Problem) -> str:
    """Return a problem with all its parts, as a person reads it who types commands."""
    return spell_text(problem.text)


def label(request: Request, conflicts: str = "refuse") -> str:
    """Return the command that an undo names."""
    if isinstance(request, AddRoute):
        request = request._replace(fields=())
    elif isinstance(request, AddFields):
        names = [text.partition(":")[0].lower() for text in request.fields]
        request = request._replace(fields=names)
    policy = {"refuse": "", "force": " --force", "by_hand": " --by-hand"}[conflicts]
    return f"{_command(request)}{policy}"


def _words(part: Request | Option) -> str:
    return _option(part) if isinstance(part, Option) else _command(part)


def _command(request: Request) -> str:
    command, parts = _COMMANDS[type(request)]
    words = ["ant", command, *(str(getattr(request, part)) for part in parts.split())]
    match request:
        case AddRoute() | AddFields():
            words += request.fields
        case MarkDone():
            words += request.files
        case NewProject(auth="token"):
            words.append("--auth")
        case AddAccounts() if request.route != "users":
            words.append(f"--route {request.route}")
        case RemoveRoute(cascade=True):
            words.append("--cascade")
        case ApplySpec(from_record=True):
            words.append("--from-record")
    return " ".join(words)


def _option(option: Option) -> str:
    if option == AGREE:
        return "--yes"
    for start, word in ((FILL, "--fill {}={}"), (RENAME, "--renamed {}")):
        if option.name.startswith(start):
            return word.format(option.name.removeprefix(start), option.value)
    value = f" {option.value}" if option.value else ""
    return f"--{option.name.replace('_', '-')}{value}"
