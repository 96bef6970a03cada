"""``ant completion``."""

import click

from ant.cli.output import Output


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
    from click.shell_completion import get_completion_class

    output: Output = context.obj
    completer = get_completion_class(shell)
    assert completer, shell
    script = completer(context.find_root().command, {}, "ant", "_ANT_COMPLETE").source()
    output.say(script)
