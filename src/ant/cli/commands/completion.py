"""``ant completion``."""

import argparse

from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

ABOUT = "Print the script that completes ant's commands in your shell."
MORE = """\
bash:  echo 'eval "$(ant completion bash)"' >> ~/.bashrc
zsh:   echo 'eval "$(ant completion zsh)"' >> ~/.zshrc
fish:  ant completion fish > ~/.config/fish/completions/ant.fish"""


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    completion = add_command(commands, "completion", ABOUT, _completion, more=MORE)
    completion.add_argument("shell", choices=["bash", "zsh", "fish"])


def _completion(options: argparse.Namespace, output: Output) -> int:
    from argcomplete.shell_integration import shellcode

    output.answer(shellcode(["ant"], shell=options.shell))
    return 0
