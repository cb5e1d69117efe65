"""`manage.py erase_guest nell@example.org`: for a guest who asks to be forgotten."""

from typing import Any

from django.core.management import BaseCommand, CommandParser

from comments.privacy import erase_guest


class Command(BaseCommand):
    help = (
        "Take back the comments that guests signed with an e-mail address: text, name"
        " and address are emptied, replies keep their place. Twice is as once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address, in capitals or not")

    def handle(self, *args: Any, **options: Any) -> None:
        erased = erase_guest(options["email"])
        self.stdout.write(f"emptied {erased} comments of {options['email']}")
