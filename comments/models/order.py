"""How threads follow each other; replies in a thread keep the order of the tree."""

from django.db import models


class Order(models.TextChoices):
    OLDEST = "oldest"
    NEWEST = "newest"
    LIKED = "liked", "Most liked"
