"""`manage.py import_comments FILE`: one JSON object a line, from any other system."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Article
from comments.importing import ForeignComment, import_comments
from comments.models import Comment


class Command(BaseCommand):
    help = (
        "Import comments. Each line: article (slug), key, name, body, created_at, and"
        " if there is one: parent (key), email, status. Twice is as once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be added"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by_article: dict[str, list[ForeignComment]] = defaultdict(list)
        for slug, row in _read(options["file"]):
            by_article[slug].append(row)
        articles = {a.slug: a for a in Article.objects.filter(slug__in=by_article)}
        if missing := sorted(by_article.keys() - articles.keys()):
            raise CommandError(f"There is no article {', '.join(missing)}.")
        with transaction.atomic():
            for slug, rows in by_article.items():
                done = import_comments(articles[slug], rows)
                self.stdout.write(
                    f"{slug}: {done.added} added, {done.known} known,"
                    f" {done.orphaned} without the comment they answer"
                )
            if options["dry_run"]:
                transaction.set_rollback(True)
                self.stdout.write("A dry run: nothing was kept.")


def _read(path: Path) -> Iterator[tuple[str, ForeignComment]]:
    """Yield (slug, comment); CommandError names the line that cannot be read."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield _parsed(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise CommandError(f"Line {number}: {error!r}") from error


def _parsed(row: dict[str, Any]) -> tuple[str, ForeignComment]:
    moment = parse_datetime(row["created_at"])
    if moment is None:
        raise ValueError(f"created_at is no date: {row['created_at']}")
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return row["article"], ForeignComment(
        key=str(row["key"]),
        name=str(row["name"]),
        body=str(row["body"]),
        created_at=moment,
        parent_key=str(row.get("parent") or ""),
        email=str(row.get("email") or ""),
        status=Comment.Status(row.get("status", Comment.Status.PUBLISHED)),
    )
