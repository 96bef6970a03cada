"""The page of the manual about ``ant check``, made from the table of its rules."""

from ant.checking.check import RULES

INTRODUCTION = """\
# ant check

<!-- Made by "python3 dev.py manual" from the table of its rules. -->

`ant check` reads the code of the project that you are in and says where its layers do not hold, or where it is not
whole. It runs nothing of the project, needs no database and writes nothing, but for `--fix`. The exit code is 0 without
findings, and 1 with some.

| option | what comes out |
| --- | --- |
| `--format text` | place, rule, why it is there and what to do; the default |
| `--format json` | one JSON object, as with `--report`; the list `findings` has `rule`, `path`, `line`, `column`, `message`, `why` and `remedy` |
| `--format github` | annotations that GitHub shows in a pull request |
| `--format sarif` | SARIF 2.1.0, for code scanning |

`--fix` mends what has one sure answer before it looks: a model that nothing imports is imported where the others are, and a
comment that ignores nothing goes. `ant undo` takes both back. Everything else is for you to decide.

A comment `# ant: ignore[rule]` on the line of a finding takes it out; several rules are separated by commas. The
rules of layers look at `routes`, `services`, `repositories`, `schemas` and `models`, not at `helper`, `startup` and
`decorators`, and not at imports below `if TYPE_CHECKING:`. Where code finds its modules by itself (`iter_modules`
and its like), nothing is said of blueprints and models that nobody imports.

What the requirements bring is read from `.venv`, where there is one; without, from what is known of the requirements of
generated projects and from their names. Where one is unknown it may bring anything, and nothing is said of imports. Nor is it
where the project says elsewhere what it needs, as in `pyproject.toml`. An import below `try:` with `except ImportError:` may be
missing; one of what only `requirements-dev.txt` names is missing where the API runs.

The check workflow of generated projects runs `ant check --format github` where the repository has a variable `ANT_CLI` that says
what pip is to install, such as `ant-cli`. Without, it passes the step over: it installs what the project requires, and the
generator is none of that.

## Rules
"""


def check_page() -> str:
    """The whole page."""
    rules = (f"\n### {rule.id}\n\n{rule.why}\n\n{rule.remedy}\n" for rule in RULES)
    return INTRODUCTION + "".join(rules)
