"""`manage.py purge_personal_data`: daily; the settings say after how many days."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from comments.readers import purge


class Command(BaseCommand):
    help = (
        "Empty the network hashes of comments and reports older than"
        " COMMENT_NETWORK_DAYS and guests' e-mail addresses older than"
        " COMMENT_EMAIL_DAYS. Twice is as once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        networks, emails = purge(
            networks_before=now - timedelta(days=settings.COMMENT_NETWORK_DAYS),
            emails_before=now - timedelta(days=settings.COMMENT_EMAIL_DAYS),
        )
        self.stdout.write(f"emptied {networks} network hashes, {emails} addresses")
