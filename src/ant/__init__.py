"""ant grows layered Flask APIs: ``ant.apply(ant.plan(root, ant.AddRoute("users")))``.

What programs use is imported when it is asked for, so that the command starts as fast as it can.
"""

__version__ = "0.3.0"

_PLACES = {
    "api.steps.notes": "Notes",
    "api.library": "Planned Terms apply carry_out plan",
    "core.errors": "AntError Problem Undecided",
    "core.planning.plan": "FileChange",
    "core.planning.questions": "Question",
    "core.planning.requests": "ABSENT AddAccounts AddFields AddRoute AddRules AddSubroute Adopt"
    " ApplySpec GuardRoute MarkDone NewProject RemoveField RemoveRoute RemoveSubroute RenameField"
    " RenameRoute Request Undo Upgrade",
}
"""The names that programs use, by the modules that have them."""

_MODULES = {name: module for module, names in _PLACES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Import what was asked for; ``__init__.pyi`` says its type."""
    if name not in _MODULES:
        raise AttributeError(f"module 'ant' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value: object = getattr(import_module(f"ant.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the names that there are."""
    return sorted({*globals(), *_MODULES})
