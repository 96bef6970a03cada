"""Signals such as Ctrl-C, which end the command quietly at any time.

What is imported here delays the moment from which that is true.
"""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Terminated(BaseException):
    """A signal asked the process to end; unwinding clears up what is half done."""

    def __init__(self, number: int) -> None:
        """Take the signal's number."""
        self.number = number


def exit_code(signal_number: int) -> int:
    """The exit code that shells use for a process that a signal ended."""
    return 128 + signal_number


def end_at_once() -> None:
    """From now on a signal ends the process there and then: nothing is half done."""
    _handle(_leave)


class Unwinding:
    """In here a signal raises ``KeyboardInterrupt`` or ``Terminated``; a second ends at once."""

    def __enter__(self) -> None:
        """Begin to raise."""
        sys.unraisablehook = _leave_if_swallowed
        _handle(_raise)

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Go back to ending at once."""
        end_at_once()
        cause = error and error.__cause__
        if isinstance(cause, KeyboardInterrupt | Terminated):
            raise cause  # before Python 3.12, what ``__set_name__`` raises becomes a RuntimeError


def _handle(handler: Callable[[int, FrameType | None], object]) -> None:
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup asks for
            signal.signal(number, handler)


def _raise(number: int, _frame: FrameType | None) -> None:
    end_at_once()
    raise KeyboardInterrupt if number == signal.SIGINT else Terminated(number)


def _leave(number: int, _frame: FrameType | None) -> None:
    os._exit(exit_code(number))


def _leave_if_swallowed(ignored: "sys.UnraisableHookArgs") -> None:
    """Python cannot raise out of a destructor, and would print a traceback and go on."""
    if isinstance(ignored.exc_value, KeyboardInterrupt):
        _leave(signal.SIGINT, None)
    if isinstance(ignored.exc_value, Terminated):
        _leave(ignored.exc_value.number, None)
    sys.__unraisablehook__(ignored)
