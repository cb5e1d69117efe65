"""What a moderator asks the queue for, and decides there."""

from typing import Any

from django import forms
from django.utils.text import Truncator

from articles.models import Article, Section
from comments.models import Reason
from comments.queue import Age, Tab, Wanted


class FilterForm(forms.Form):
    """Everything is optional; what makes no sense is told and left out."""

    tab = forms.ChoiceField(
        choices=Tab.choices, required=False, widget=forms.HiddenInput
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), required=False, empty_label="any section"
    )
    article = forms.ChoiceField(required=False)
    reason = forms.ChoiceField(
        choices=[("", "any reason"), *Reason.choices], required=False
    )
    age = forms.ChoiceField(choices=[("", "any age"), *Age.choices], required=False)
    author = forms.CharField(
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"placeholder": "name or e-mail"}),
    )
    after = forms.RegexField(
        r"^[0-9]{1,6}\.[0-9]{1,16}\.[0-9]{1,18}$",
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)
        latest = Article.objects.published().newest_first().only("headline")[:50]
        names = [(str(a.pk), Truncator(a.headline).chars(50)) for a in latest]
        asked = self.data.get("article", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 19:
            names += [(asked, f"article {asked}")] * (asked not in dict(names))
        articles = self.fields["article"]
        articles.choices = [("", "any article"), *names]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What was asked for; a mistake in one part leaves that part out."""
        self.is_valid()
        asked = self.cleaned_data
        section, article = asked.get("section"), asked.get("article")
        return Wanted(
            tab=Tab(asked.get("tab") or Tab.REPORTED),
            section=section.pk if section else None,
            article=int(article) if article else None,
            reason=asked.get("reason", ""),
            age=asked.get("age", ""),
            author=asked.get("author", ""),
            after=asked.get("after", ""),
        )
