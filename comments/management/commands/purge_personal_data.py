"""`manage.py purge_personal_data`: daily; the settings say after how many days."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.utils import timezone

from comments.privacy import forget_sign_ups, purge

SIGN_UP_DAYS = 7  # to prove one's address


class Command(BaseCommand):
    help = (
        "Empty the network hashes of comments and reports older than"
        " COMMENT_NETWORK_DAYS and guests' e-mail addresses older than"
        f" COMMENT_EMAIL_DAYS, and delete accounts whose address nobody has proved"
        f" within {SIGN_UP_DAYS} days, and sessions that are over. Twice is as once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        networks, emails = purge(
            networks_before=now - timedelta(days=settings.COMMENT_NETWORK_DAYS),
            emails_before=now - timedelta(days=settings.COMMENT_EMAIL_DAYS),
        )
        forgotten = forget_sign_ups(before=now - timedelta(days=SIGN_UP_DAYS))
        call_command("clearsessions")
        self.stdout.write(
            f"emptied {networks} network hashes, {emails} addresses;"
            f" deleted {forgotten} unfinished sign-ups"
        )
