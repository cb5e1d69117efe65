"""What everything is compared with: an adjacency list, and one INSERT a comment."""

from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

from articles.models import Article
from benchmarks.comments.seed import HTML, WORDS


class PlainComment(models.Model):
    """A comment without a tree, as the simplest of sites would keep it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    body = models.TextField()
    html = models.TextField()
    status = models.CharField(max_length=10, default="published")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "benchmarks"
        managed = False

    def __str__(self) -> str:
        return self.name


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(PlainComment)


def copy_comments() -> None:
    """Fill the table with what the comments' own holds: both cost by their size."""
    columns = ", ".join(field.column for field in PlainComment._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE benchmarks_plaincomment")  # forget plans for a few rows
        cursor.execute(
            f"INSERT INTO benchmarks_plaincomment ({columns})"  # noqa: S608
            f" SELECT {columns} FROM comments_comment ORDER BY id"
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [PlainComment]):
            cursor.execute(statement)


def insert(
    article_id: int,
    parent_id: int | None = None,
    *,
    body: str = WORDS,
    html: str = HTML,
) -> PlainComment:
    """Write one row in a transaction of its own."""
    comment = PlainComment(
        article_id=article_id,
        parent_id=parent_id,
        name="Nell",
        email="nell@example.org",
        body=body,
        html=html,
    )
    comment.save(force_insert=True)
    return comment
