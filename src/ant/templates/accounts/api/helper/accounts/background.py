"""Work done after the response is sent, so that response times reveal nothing about it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from time import sleep
from typing import Any

from flask import Flask, current_app

from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Logger import myLogger

MOST_WAITING = 200  # tasks beyond that are refused, so that memory has a limit
PAUSE = 0.05  # seconds in which the response is sent, so that the work does not slow it down

_places = BoundedSemaphore(MOST_WAITING)
_threads = ThreadPoolExecutor(2, "accounts")  # a worker finishes their tasks before it stops


def later(work: Callable[..., None], *arguments: Any) -> None:
    """Call a function in a thread; raise an ``APIException`` (503) if too many tasks wait."""
    if not _places.acquire(blocking=False):
        raise APIException("Too busy. Please try again.", 503, headers={"Retry-After": "5"})
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    _threads.submit(_work, app, work, *arguments)


def _work(app: Flask, work: Callable[..., None], *arguments: Any) -> None:
    try:
        sleep(PAUSE)
        with app.app_context():
            work(*arguments)
    except Exception as error:  # nobody is left to be answered
        myLogger.exception(f"{work.__name__} failed after its answer", error)
    finally:
        _places.release()
