"""All comments of an article, as a moderator closes or opens them."""

from django.db import models

from articles.models import Article


class Discussion(models.Model):
    """Only articles whose discussion was ever locked have one."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, related_name="discussion"
    )
    is_locked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.article_id}: {'locked' if self.is_locked else 'open'}"

    @classmethod
    def tell(cls, article: Article, *, is_locked: bool) -> None:
        """Let an article know its discussion without asking the database."""
        known = cls(article=article, is_locked=True) if is_locked else None
        Article._meta.get_field("discussion").set_cached_value(article, known)
