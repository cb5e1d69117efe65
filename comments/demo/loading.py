"""Put the demo's threads under its articles; an article that has some keeps them."""

import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.db import transaction

from articles.models import Article
from comments import moderation
from comments.models import Comment, Report
from comments.readers import reader_for
from comments.tree import plant

Status = Comment.Status
HERE = Path(__file__).parent
ACCOUNTS = {
    "journalist": ("Journalist", "Demo journalist"),
    "editor": ("Editor", "Demo editor"),
    "moderator": ("Moderator", "Demo moderator"),
    "reader": (None, "Demo reader"),
}
PASSWORD = "dateline"  # noqa: S105  (a demo's, printed on the terminal)


@transaction.atomic
def make_accounts() -> dict[str, User]:
    """Return the demo's accounts by name, made where missing."""
    users = {}
    for username, (role, name) in ACCOUNTS.items():
        first, last = name.split()
        user, is_new = User.objects.get_or_create(
            username=username,
            defaults={
                "first_name": first,
                "last_name": last,
                "is_staff": role is not None,
                "email": f"{username}@example.org",
            },
        )
        if is_new:
            user.set_password(PASSWORD)
            user.save()
            if role:
                user.groups.add(Group.objects.get(name=role))
        # Verified, or they would be sent a code when they sign in.
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        reader_for(user)
        users[username] = user
    return users


def load_threads(users: dict[str, User], say: Callable[[str], None]) -> None:
    """Plant every article's comments in one transaction each; `say` hears of them."""
    for path in sorted(HERE.glob("*.toml")):
        article = Article.objects.get(slug=path.stem)
        if article.comments.exists():
            continue
        rows = tomllib.loads(path.read_text())["comments"]
        with transaction.atomic():
            _plant_all(article, rows, users)
        say(f"comments {len(rows):>4} under “{article.headline}”")


def _plant_all(
    article: Article, rows: list[dict[str, Any]], users: dict[str, User]
) -> None:
    """Rows stand in the order of the tree; `level` says which one each answers."""
    line: list[Comment] = []
    for row in rows:
        del line[row["level"] :]
        parent = line[-1] if line else None
        line.append(_plant(article, parent, row, users))


def _plant(
    article: Article,
    parent: Comment | None,
    row: dict[str, Any],
    users: dict[str, User],
) -> Comment:
    """Hidden ones are hidden by the demo's moderator, where there is one."""
    author = users.get(row["account"])
    published_at = article.published_at or article.created_at
    moderator = users.get("moderator") if row["status"] == Status.HIDDEN else None
    comment = plant(
        Comment(
            article=article,
            parent=parent,
            author=author,
            name=author.get_full_name() if author else row["name"] or "Reader",
            body=row["body"].strip(),
            status=Status.PUBLISHED if moderator else row["status"],
            hidden_reason=row["reason"],
            created_at=published_at + timedelta(minutes=row["minutes"]),
        )
    )
    for report in row["reports"]:
        reported_at = comment.created_at + timedelta(minutes=6)
        Report.objects.create(comment=comment, reported_at=reported_at, **report)
    if moderator:
        moderation.hide(comment, by=moderator, reason=row["reason"])
    return comment
