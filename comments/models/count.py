"""How many comments are shown, kept so that no page has to count."""

from django.db import models


class CommentCount(models.Model):
    """An article's count; with an update, the count of what answers that update.

    It is the sum of a few rows, its parts: writers at the same moment move different
    ones, so that none waits until another has committed.
    """

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="comment_counts"
    )
    update = models.ForeignKey(
        "articles.Update", models.CASCADE, null=True, related_name="+"
    )
    part = models.PositiveSmallIntegerField(default=0)
    published = models.IntegerField(default=0, help_text="Below 0 in a part, at times.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "part"],
                condition=models.Q(update__isnull=True),
                name="one_count_an_article",
            ),
            models.UniqueConstraint(
                fields=["article", "update", "part"], name="one_count_an_update"
            ),
        ]

    def __str__(self) -> str:
        return str(self.published)
