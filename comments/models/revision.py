"""What a comment said before its author changed it."""

from django.db import models


class CommentRevision(models.Model):
    comment = models.ForeignKey("Comment", models.CASCADE, related_name="revisions")
    body = models.TextField()
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.body[:60]
