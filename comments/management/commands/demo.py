"""`manage.py demo`: a whole newsroom to try, its readers included."""

from typing import Any

from django.conf import settings
from django.core.management import (
    BaseCommand,
    CommandError,
    CommandParser,
    call_command,
)

from articles.demo.loading import is_another_newsroom, load_newsroom
from articles.models import Article, Update
from comments.demo.loading import ACCOUNTS, PASSWORD, load_threads, make_accounts
from comments.models import Comment


class Command(BaseCommand):
    help = (
        "Migrate the database and load the demo newsroom, which is public at once."
        " Not where there are stories of your own. Twice is as once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="make the demo accounts although DEBUG is off; their password is"
            " public, so never on a site others can reach",
        )
        parser.add_argument(
            "--address",
            default="http://127.0.0.1:8000",
            help="where the site will answer, for the lines printed at the end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("migrating the database")
        call_command("migrate", interactive=False, verbosity=0)
        if is_another_newsroom():
            raise CommandError(
                "This database holds stories of your own, and the demo's would be"
                " published among them. Nothing was loaded; name another database"
                " with DATABASE_URL."
            )
        load_newsroom(self._say)
        has_accounts = settings.DEBUG or options["accounts"]
        load_threads(make_accounts() if has_accounts else {}, self._say)
        self._summarise(options["address"], has_accounts)

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def _summarise(self, address: str, has_accounts: bool) -> None:
        live = Article.objects.published().running().newest_first().first()
        counts = (
            f"{Article.objects.count()} articles, {Update.objects.count()} updates,"
            f" {Comment.objects.order_by().count()} comments"
        )
        write = self.stdout.write
        write(f"\nThe demo newsroom is ready: {counts}.\n")
        write(f"  front page   {address}/")
        if live:
            write(f"  live story   {address}{live.get_absolute_url()}")
        write(f"  newsroom     {address}/admin/")
        if has_accounts:
            names = ", ".join(ACCOUNTS)
            write(f"  sign in as   {names}; the password of each is: {PASSWORD}\n")
        else:
            write("  no accounts were made: DEBUG is off (see --accounts)\n")
