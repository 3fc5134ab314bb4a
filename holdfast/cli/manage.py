"""`holdfast manage ...`: Django's own commands, with the database up."""

import typer

from holdfast.cli.standing import standing


def manage(arguments: list[str] = typer.Argument(help="such as: makemigrations wall")) -> None:  # noqa: B008
    """Run one of Django's commands, such as makemigrations; migrate goes in as the owner."""
    from django.core.management import execute_from_command_line

    if arguments[0] == "migrate" and not any(each.startswith("--database") for each in arguments):
        arguments = [*arguments, "--database=owner"]
    with standing(migrated=False):
        execute_from_command_line(["holdfast manage", *arguments])
