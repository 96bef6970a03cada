"""The configuration of gunicorn, which the Dockerfile names: a stop loses no request."""

import gc
import os
import signal
from importlib import import_module
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from startup.draining import start_draining
from startup.Environment import myEnvironment
from startup.gunicorn_log import GunicornLogger
from startup.optional_module import optional_module
from startup.server_errors import write_error

# Importing the application makes objects that all stay: looking for garbage among them would find
# nothing, and make the start of a large one longer.
gc.disable()

if myEnvironment.METRICS_PORT:  # before prometheus_client is imported; removed when gunicorn ends
    metrics_folder = TemporaryDirectory(prefix="metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = metrics_folder.name


class DrainingWorker(ThreadWorker):  # type: ignore[misc]
    """A worker with threads that takes all connections made so far before it closes its socket."""

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """Accept connections or, where the worker stops, the last ones."""
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            accepted = -1
            while accepted < self.nr_conns:
                accepted = self.nr_conns
                self.accept(listener)
            listener.close()  # at once: what came after that would be reset at the end


def on_starting(_server: Any) -> None:
    """Let Prometheus ask for the metrics, at a port of their own."""
    if myEnvironment.METRICS_PORT:
        import_module("startup.metrics").serve_metrics(myEnvironment.METRICS_PORT)


def post_fork(_server: Any, _worker: Any) -> None:
    """Let each worker send its traces."""
    if myEnvironment.OTEL_EXPORTER_OTLP_ENDPOINT:
        optional_module("OTEL_EXPORTER_OTLP_ENDPOINT", "startup.tracing").send_traces()


def worker_exit(_server: Any, _worker: Any) -> None:
    """Send what is left of traces and errors."""
    if myEnvironment.OTEL_EXPORTER_OTLP_ENDPOINT:
        import_module("startup.tracing").provider.shutdown()
    if myEnvironment.SENTRY_DSN:
        import_module("sentry_sdk").flush(timeout=3)


def child_exit(_server: Any, worker: Any) -> None:
    """Take what a worker said of itself as it ran out of the metrics; what it counted stays."""
    if myEnvironment.METRICS_PORT:
        import_module("prometheus_client.multiprocess").mark_process_dead(worker.pid)


def when_ready(server: Any) -> None:
    """Let SIGTERM stop the server only after ``DRAIN_SECONDS``; a second one stops it at once."""
    gc.freeze()  # what is loaded is never garbage, and its memory stays shared with the workers
    gc.enable()
    stop = server.handle_term

    def drain() -> None:
        server.handle_term = stop
        server.log.info("Draining for %s seconds", myEnvironment.DRAIN_SECONDS)
        start_draining()
        signal.signal(signal.SIGALRM, terminate)
        signal.alarm(myEnvironment.DRAIN_SECONDS)

    def terminate(_number: int, frame: FrameType | None) -> None:
        server.signal(signal.SIGTERM, frame)

    if myEnvironment.DRAIN_SECONDS:
        server.handle_term = drain


worker_class = DrainingWorker
logger_class = GunicornLogger
util.write_error = write_error  # there is no setting for it
