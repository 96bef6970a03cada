"""The process ``ant``: how it starts, and how it ends."""

import gc
import signal
import sys

from ant.cli.signals import Terminated, Unwinding, end_at_once, exit_code


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code, 128 + n after signal n."""
    gc.disable()  # so short a process leaves nothing that is worth looking for
    end_at_once()
    # Most of the start-up is in these imports: only now can Ctrl-C not show them as a traceback.
    from ant.cli.app import output_for, run  # noqa: PLC0415

    words = list(sys.argv[1:] if arguments is None else arguments)
    output = output_for(words)
    try:
        with Unwinding():
            code = run(words, output)
    except KeyboardInterrupt:
        output.refuse("interrupted", "Interrupted.")
        code = exit_code(signal.SIGINT)
    except Exception as error:  # a bug in ant: the report is written all the same
        report = "Please report it with the command line and what ANT_DEBUG=1 shows."
        output.refuse("internal_error", f"Internal error: {error!r}. {report}")
        code = 1
    except Terminated as end:
        output.refuse("terminated", "Terminated.")
        code = exit_code(end.number)
    gc.freeze()  # nor at its end
    sys.exit(code)
