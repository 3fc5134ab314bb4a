"""`holdfast manage ...`: Django's own commands, with the database up."""

from typing import Annotated

import typer

from holdfast.cli.standing import standing


def manage(arguments: Annotated[list[str], typer.Argument(help="such as: makemigrations wall")]) -> None:
    """Run one of Django's commands, such as makemigrations; migrate goes in as the owner."""
    from django.core.management import execute_from_command_line

    if arguments[0] == "migrate" and not any(each.startswith("--database") for each in arguments):
        arguments = [*arguments, "--database=owner"]
    with standing(migrated=False):
        execute_from_command_line(["holdfast manage", *arguments])
