"""Work that is done after the answer, so that the time of an answer tells nothing of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, current_app

from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Logger import myLogger

MOST_WAITING = 200  # what is over that is refused, so that memory has a limit

_places = BoundedSemaphore(MOST_WAITING)
_threads = ThreadPoolExecutor(2, "accounts")  # a worker that stops waits for what they have begun


def later(work: Callable[..., None], *arguments: Any) -> None:
    """Call a function in a thread; raise an ``APIException`` (503) where too much waits already."""
    if not _places.acquire(blocking=False):
        raise APIException("Too busy. Please try again.", 503, headers={"Retry-After": "5"})
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    _threads.submit(_work, app, work, *arguments)


def _work(app: Flask, work: Callable[..., None], *arguments: Any) -> None:
    try:
        with app.app_context():
            work(*arguments)
    except Exception as error:  # nobody is left to be answered
        myLogger.exception(f"{work.__name__} failed after its answer", error)
    finally:
        _places.release()
