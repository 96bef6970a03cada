"""The page of the manual about what programs read, with the code of each kind of problem."""

from collections.abc import Iterator

from ant.core.errors import AntError
from ant.mcp import errors as of_servers

assert of_servers, "its errors are among the subclasses below"

INTRODUCTION = """\
# Reports and problems

<!-- Made by "python3 dev.py manual"; the table of codes from the classes of errors. -->

What a person reads as text, a program gets as one value, with the same words.

| who asks | how it is asked for | what comes |
| --- | --- | --- |
| a shell or a script | `--report` anywhere on the line | one JSON object on standard output |
| a program in Python | `import ant` | values and exceptions: [the library](../library.md) |
| a coding agent | a call of a tool | a structured answer: [the server](mcp.md) |

## The object of a report

```json
{"status": "success", "project_path": "/srv/shop", "files": ["/srv/shop/ant.json"], "errors": [],
 "schema_version": 1, "command": "rename field", "problems": [],
 "plan": [{"path": "ant.json", "action": "change", "added": 1, "removed": 1}],
 "warnings": [], "losses": [], "by_hand": []}
```

| key | what it holds |
| --- | --- |
| `status` | `success` or `error` |
| `project_path` | the project, absolute; null where there is none |
| `files` | the absolute paths of the files that were created or changed; nothing in a dry run |
| `errors` | each problem as a person reads it |
| `problems` | the same as objects: `code`, `message`, `where` (the place in words), for a place in a file `file`, `line` and `column`, and `hint`; what does not apply is null |
| `schema_version`, `command` | 1, and the words of the command |
| `plan` | each file with its `path`, `action` (`add`, `change`, `remove`) and the numbers of lines `added` and `removed` |
| `losses` | what a migration takes away |
| `hint` | what to do where the command line itself is wrong |
| `dry_run`, `planned_files`, `diff` | that nothing was written, what would be, and the difference |
| `warnings` | what to know of it, and what a migration takes away |
| `by_hand` | what is left to you, with the lines to write |
| `kept` | copies of what you had changed and was taken out |
| `repaired` | what a merge of two branches had left, and is put right |
| `undone` | what was taken back |

Commands that show something add it under a key of its own: `routes`, `findings`, `diagnoses`, `faults`, `openapi`, `text`. `ant report-schema` prints the JSON Schema of all of it. The exit code is 0 for success, 1
where the request could not be carried out and 2 where the command line is wrong, with a report as without.

## Questions

What only a person can decide stops a command that has nobody to ask. A program and an agent get it as a question with an `id`, and
plan again with an answer to it: [the library](../library.md#questions) lists them.

## Codes of problems

The code of a problem stays the same in later versions; its words may get better.

| code | what it says |
| --- | --- |
"""

OF_FRONT_ENDS = (
    ("internal_error", "A fault of ours. Please report it."),
    ("interrupted", "The command was interrupted at the terminal."),
    ("system_error", "The operating system refused something."),
    ("terminated", "A signal has ended the command."),
    ("wrong_command_line", "The command line makes no sense."),
    ("invalid_message", "What came is no message of the protocol, or too long."),
    ("wrong_key", "The key of a server over HTTP is missing or wrong."),
)
"""What the command and the servers say of themselves, and no class stands for."""


def report_page() -> str:
    """The whole page."""
    told = {kind.code: (kind.__doc__ or "").partition("\n")[0] for kind in _kinds(AntError)}
    rows = sorted([*told.items(), *OF_FRONT_ENDS])
    table = (f"| `{code}` | {_shown(about)} |\n" for code, about in rows)
    return INTRODUCTION + "".join(table)


def _shown(about: str) -> str:
    return about.partition(";")[0].rstrip(".").replace("``", "`")


def _kinds(kind: type[AntError]) -> Iterator[type[AntError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)
