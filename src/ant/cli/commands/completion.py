"""``ant completion``."""

import argparse

from ant.cli.output import Output
from ant.cli.parser import Commands

ABOUT = "Print the script that completes ant's commands in your shell."
MORE = """\
bash:  echo 'eval "$(ant completion bash)"' >> ~/.bashrc
zsh:   echo 'eval "$(ant completion zsh)"' >> ~/.zshrc
fish:  ant completion fish > ~/.config/fish/completions/ant.fish"""


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    completion = commands.add_parser("completion", help=ABOUT, description=f"{ABOUT}\n\n{MORE}")
    completion.add_argument("shell", choices=["bash", "zsh", "fish"])
    completion.set_defaults(execute=_completion)


def _completion(options: argparse.Namespace, output: Output) -> int:
    from argcomplete.shell_integration import shellcode

    output.answer(shellcode(["ant"], shell=options.shell))
    return 0
