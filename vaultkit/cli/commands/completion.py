"""``vaultkit completion``."""

import sys

import click


@click.command(short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes vaultkit's commands in a shell.

    To have it in every shell, add a line to the file that the shell reads when it starts:

    \b
    ~/.bashrc                    eval "$(vaultkit completion bash)"
    ~/.zshrc                     eval "$(vaultkit completion zsh)"
    ~/.config/fish/config.fish   vaultkit completion fish | source
    """  # noqa: D301 - click reads the mark
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"there is no completion for {shell}")
    command = click.get_current_context().find_root().command
    sys.stdout.write(kind(command, {}, "vaultkit", "_VAULTKIT_COMPLETE").source() + "\n")
