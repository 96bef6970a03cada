"""``ant completion``."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    r"""Print the script that completes ant's commands in your shell.

    \b
    bash:  echo 'eval "$(ant completion bash)"' >> ~/.bashrc
    zsh:   echo 'eval "$(ant completion zsh)"' >> ~/.zshrc
    fish:  ant completion fish > ~/.config/fish/completions/ant.fish
    """
    completer = get_completion_class(shell)
    assert completer, shell
    script = completer(context.find_root().command, {}, "ant", "_ANT_COMPLETE").source()
    click.echo(script)
