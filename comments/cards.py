"""What a moderator sees of a comment: its place, its author's record, its reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from articles.models import Article
from articles.roles import Actor
from comments.models import Claim, Comment, ModerationAction, Report, Sanction
from comments.models.comment_queryset import CommentQuerySet
from comments.moderation import LAST_ACTION, spelled_version

_ABOVE = 3  # what it answers, from the nearest up
_BELOW = 3
Status = Comment.Status


@dataclass(frozen=True)
class Record:
    """What an author has behind it, as far as the site knows the author."""

    comments: int = 0
    hidden: int = 0
    upheld: int = 0
    sanctions: tuple[Sanction, ...] = ()


@dataclass
class Card:
    comment: Comment
    version: str
    headline: str
    weight: int = 0
    above: list[Comment] = field(default_factory=list)
    below: list[Comment] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    record: Record = Record()
    last: ModerationAction | None = None
    claim: Claim | None = None

    @property
    def more_above(self) -> int:
        return self.comment.level - len(self.above)

    @property
    def more_below(self) -> int:
        return self.comment.reply_count - len(self.below)

    @property
    def is_known(self) -> bool:
        """Whether anything can be said of the author: a name alone may be anybody."""
        return bool(self.comment.author_id or self.comment.email)

    @property
    def author(self) -> str:
        """How the queue is asked for all of the same author."""
        comment = self.comment
        if comment.author_id:
            return f"account-{comment.author_id}"
        return comment.email or comment.name


def draw_cards(weights: Mapping[int, int], *, by: Actor) -> list[Card]:
    """Return the cards of these comments in this order, in ten queries at most."""
    if not weights:
        return []
    comments = {comment.pk: comment for comment in _comments(weights)}
    found = [comments[pk] for pk in weights if pk in comments]
    above, below = _above(found), _below(found)
    reports, last = _reports(found), _last_acts(found)
    records = _records(found)
    may_read = by.has_perm("articles.view_article")
    return [
        Card(
            comment=comment,
            version=spelled_version(comment.last_action, comment.edited_at),
            headline=headline_of(comment.article, may_read=may_read),
            weight=weights[comment.pk],
            above=above[comment.pk],
            below=below[comment.pk],
            reports=reports[comment.pk],
            record=records.get(_key(comment), Record()),
            last=last.get(comment.last_action),
            claim=_running_claim(comment),
        )
        for comment in found
    ]


def headline_of(article: Article, *, may_read: bool) -> str:
    """What a moderator may know of an article: nothing of a draft."""
    is_known = may_read or article.is_public
    return article.headline if is_known else "An article that is not public"


def _comments(pks: Iterable[int]) -> CommentQuerySet:
    below = Comment.objects.order_by().filter(
        article_id=OuterRef("article_id"),
        tree_id=OuterRef("tree_id"),
        lft__gt=OuterRef("lft"),
        lft__lt=OuterRef("rght"),
    )
    count = below.values("tree_id").annotate(n=Count("pk")).values("n")
    comments = Comment.objects.order_by().filter(pk__in=list(pks))
    return comments.select_related(
        "article__section",
        "article__discussion",
        "author__reader",
        "claim__claimed_by",
    ).annotate(last_action=LAST_ACTION, reply_count=Coalesce(Subquery(count), 0))


def _above(comments: list[Comment]) -> dict[int, list[Comment]]:
    """The nearest comments each one answers, the uppermost first."""
    places = Q()
    for comment in comments:
        if comment.level:
            places |= Q(
                article=comment.article_id,
                tree_id=comment.tree_id,
                lft__lt=comment.lft,
                rght__gt=comment.rght,
                level__gte=comment.level - _ABOVE,
            )
    found: dict[int, list[Comment]] = defaultdict(list)
    rows = list(Comment.objects.filter(places).order_by("level")) if places else []
    for comment in comments:
        found[comment.pk] = [
            row
            for row in rows
            if (row.article_id, row.tree_id) == (comment.article_id, comment.tree_id)
            and row.lft < comment.lft < comment.rght < row.rght
            and row.level >= comment.level - _ABOVE
        ]
    return found


def _below(comments: list[Comment]) -> dict[int, list[Comment]]:
    """The first replies to each."""
    row = Window(RowNumber(), partition_by="parent_id", order_by="lft")
    replies = Comment.objects.filter(parent__in=[c.pk for c in comments])
    first = replies.annotate(row=row).filter(row__lte=_BELOW).order_by("parent", "lft")
    found: dict[int, list[Comment]] = defaultdict(list)
    for reply in first:
        if reply.parent_id:
            found[reply.parent_id].append(reply)
    return found


def _reports(comments: list[Comment]) -> dict[int, list[Report]]:
    reports = Report.objects.open().filter(comment__in=[c.pk for c in comments])
    found: dict[int, list[Report]] = defaultdict(list)
    for report in reports.order_by("-weight", "pk"):
        found[report.comment_id].append(report)
    return found


def _last_acts(comments: list[Comment]) -> dict[int, ModerationAction]:
    pks = [c.last_action for c in comments if c.last_action]
    return ModerationAction.objects.select_related("acted_by").in_bulk(pks)


def _running_claim(comment: Comment) -> Claim | None:
    claim = getattr(comment, "claim", None)
    return claim if claim is not None and claim.is_running else None


def _key(comment: Comment) -> tuple[int | None, str]:
    return comment.author_id, "" if comment.author_id else comment.email


def _records(comments: list[Comment]) -> dict[tuple[int | None, str], Record]:
    """Accounts are known by themselves, guests by the address they give."""
    accounts = {c.author_id for c in comments if c.author_id}
    emails = {c.email for c in comments if c.email and not c.author_id}
    counted = {
        "comments": Count("pk"),
        "hidden": Count("pk", filter=Q(status=Status.HIDDEN)),
    }
    rows = Comment.objects.order_by()
    of_accounts = rows.filter(author__in=accounts).values("author")
    of_guests = rows.filter(author=None, email__in=emails).values("email")
    upheld = Report.objects.order_by().filter(outcome=Report.Outcome.UPHELD)
    about = upheld.filter(comment__author__in=accounts).values("comment__author")
    right = dict(about.annotate(n=Count("pk")).values_list("comment__author", "n"))
    standing: dict[tuple[int | None, str], list[Sanction]] = defaultdict(list)
    against = Q(account__in=accounts) | Q(email__in=emails)
    for sanction in Sanction.objects.filter(against).select_related("account"):
        standing[sanction.account_id, sanction.email].append(sanction)
    records = {}
    for row in [*of_accounts.annotate(**counted), *of_guests.annotate(**counted)]:
        key = row.get("author"), row.get("email", "")
        records[key] = Record(
            comments=row["comments"],
            hidden=row["hidden"],
            upheld=right.get(row.get("author"), 0),
            sanctions=tuple(standing[key]),
        )
    return records
