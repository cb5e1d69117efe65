"""`manage.py send_statements`: mails that wait go out; run it every few minutes."""

from typing import Any

from django.core.management import BaseCommand, CommandParser

from comments.statements import send_due


class Command(BaseCommand):
    help = (
        "Tell authors by mail what moderators decided, as far as that did not go out"
        " with the decision. Nobody is told twice, nor more than once an hour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=50, help="mails in one run")

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_due(options["most"])
        self.stdout.write(f"sent {sent} mail{'' if sent == 1 else 's'}")
