"""How many comments are shown, kept so that no page has to count."""

from django.db import models


class CommentCount(models.Model):
    """An article's count; with an update, the count of what answers that update."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="comment_counts"
    )
    update = models.ForeignKey(
        "articles.Update", models.CASCADE, null=True, related_name="+"
    )
    published = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(update__isnull=True),
                name="one_count_an_article",
            ),
            models.UniqueConstraint(
                fields=["article", "update"], name="one_count_an_update"
            ),
        ]

    def __str__(self) -> str:
        return str(self.published)
