"""The page of the manual about the server for coding agents, made from the table of its tools."""

from ant.mcp.documents import DOCUMENTS, SCHEME
from ant.mcp.http import SHORTEST_KEY
from ant.mcp.requests import REQUESTS, signature
from ant.mcp.server import TOOLS
from ant.mcp.stdio import LONGEST
from ant.mcp.tools.tool import Tool

INTRODUCTION = """\
# The server for coding agents

<!-- Made by "python3 dev.py manual" from the table of its tools. -->

`ant mcp` serves what `ant` can do by the Model Context Protocol. It is the same door as the command line and
[the library](../library.md): the same plans, the same problems, the same lock and journal.
[With a coding agent](../how-to/coding-agent.md) shows how to set it up.

It works in the folders that it is started for (`ant mcp FOLDER ...`; without any, the one it is started in) and nowhere else, links
followed; the whole disk is refused. `project_path` is relative to the first of them, and is that folder where it is left out. For `generate_api` and a plan of
`NewProject` it is the folder in which the project's own is made.

Calls are carried out one after the other. One that is cancelled, or a server that is killed, leaves all of a change or nothing: what
was half done is finished or put back by whoever works in the project next.

## Tools

"""

ANSWERS = """\
What a tool answers is structured, and the same is there once more as text. What cannot be done is answered with
`isError` and `problems`, each with `code`, `message`, and where there is one `where`, `hint`, and for a place in a file `file`, `line` and
`column`; the codes are those of
[reports](report.md#codes-of-problems). Files are named relative to `project_path`.

"""

PLANS = """\
## Plans

`plan` writes nothing. It answers a `plan_id`, `changes` (each with `path`, `action`, and how many lines are `added` and `removed`),
`diff`, `losses` (what the migration takes away), `questions`, and what else is to be known: `warnings`, `by_hand`. `not_in_diff`
names files whose difference is left out: those that hold secrets, and the largest where all together would be too long.

`apply` carries out just that plan. It is refused with `stale_project` where the project has changed since so that the plan would be
another one, and with `undecided` while there are questions. A server keeps its last plans, and forgets them when it ends.

A question is answered by planning again with `answers`, for example `{"losses": true}` or `{"fill:users.age": 0}`; `agree` stands for
"as planned" to all that is not answered. `conflicts` says what becomes of code that somebody has changed: `refuse`, `by_hand`
(the rest is done, and the answer says what is left), or for what is removed `force` (a copy stays). The requests are those of
[the library](../library.md#requests):

| request | arguments; those with `?` can be left out |
| --- | --- |
"""

DOCUMENTS_TOLD = """\

## Documents

| address | what it is |
| --- | --- |
"""

HTTP = f"""\

## Over HTTP

`ant mcp --http 127.0.0.1:8000` serves the same as streamable HTTP at `/mcp`; `/health` says that it is there. Every client has to
send the key that the variable `ANT_MCP_KEY` holds, at least {SHORTEST_KEY} characters without spaces:

```text
Authorization: Bearer KEY
```

Without that it answers 401, with a `Host` that it does not serve 421, with a foreign `Origin` 403, and with a body of more than
{LONGEST // 2**20} MiB 413; a line of standard input may be as long. It listens on an address that others can reach only if
`--host NAME` says under which name they come, and then serves that name alone. It speaks plain HTTP: put a proxy with
a certificate before it, and mind that `migrate` runs the code of the project.
"""


def mcp_page() -> str:
    """The whole page."""
    tools = "\n".join(_section(tool) for tool in TOOLS.values())
    requests = "".join(f"| `{name}` | {_arguments(name)} |\n" for name in REQUESTS)
    documents = "".join(f"| `{SCHEME}{name}` | {title} |\n" for name, title in DOCUMENTS.items())
    return f"{INTRODUCTION}{ANSWERS}{tools}\n{PLANS}{requests}{DOCUMENTS_TOLD}{documents}{HTTP}"


def _section(tool: Tool) -> str:
    does = {None: "looks only", False: "adds only", True: "changes or removes"}[tool.destroys]
    takes = ", ".join(_named(name) for name in tool.takes) or "nothing"
    gives = ", ".join(f"`{name}`" for name in tool.gives)
    about = tool.about.partition(": NewProject(")[0]
    return f"### {tool.name}\n\n{about}. It {does}.\n\nTakes {takes}. Answers {gives}.\n"


def _named(name: str) -> str:
    return f"`{name.removesuffix('!')}`" + ("" if name.endswith("!") else "?")


def _arguments(name: str) -> str:
    return signature(name).removeprefix(f"{name}(").removesuffix(")")
