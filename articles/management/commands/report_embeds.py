"""`manage.py report_embeds`: which embeds the table of providers does not know."""

from collections import defaultdict
from typing import Any

from django.core.management import BaseCommand

from articles.uses import find_unknown_embeds


class Command(BaseCommand):
    help = (
        "List the embeds that are mere link cards because no provider in"
        " articles/embeds/providers.py has their host; the commonest first."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        by_host = defaultdict(list)
        for embed, text in find_unknown_embeds():
            by_host[embed.provider].append((embed.url, text))
        for host, found in sorted(by_host.items(), key=lambda row: -len(row[1])):
            self.stdout.write(f"{host}: {len(found)}")
            for url, text in found:
                self.stdout.write(f"  {url}\n    in {text.get_absolute_url()}")
        if not by_host:
            self.stdout.write(self.style.SUCCESS("Every embed has a known provider."))
