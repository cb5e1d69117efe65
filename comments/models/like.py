"""One reader's liking of one comment."""

from django.conf import settings
from django.db import models


class Like(models.Model):
    comment = models.ForeignKey("Comment", models.CASCADE, related_name="liked_by")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="likes"
    )
    liked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reader"], name="one_like_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader} likes {self.comment_id}"
