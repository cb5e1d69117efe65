"""How an account appears beside its comments."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse


class Reader(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reader"
    )
    display_name = models.CharField(max_length=60)
    # Names that look alike share a skeleton, and only one of them is given out.
    skeleton = models.CharField(max_length=240, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("display_name"), name="one_display_name")
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("reader", args=[self.pk])
