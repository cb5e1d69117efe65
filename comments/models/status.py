"""Whether a comment is before the public, and if not, why."""

from django.db import models


class Status(models.TextChoices):
    PENDING = "pending", "waits for a moderator"
    PUBLISHED = "published"
    HIDDEN = "hidden", "hidden by a moderator"
    WITHDRAWN = "withdrawn", "withdrawn by its author"
