"""`{% load desk %}`: the small things the newsroom's pages print."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles.diffs import text_of
from articles.models import Update
from articles.newsroom import read_today
from articles.previews import preview_path
from articles.roles import name_of
from articles.stamps import wire_stamp

register = template.Library()
register.filter("person", name_of)


@register.filter
def words(html: str, length: int) -> str:
    """The first words of an HTML text, as plain text of so many characters."""
    return Truncator(text_of(html)).chars(length)


@register.simple_tag
def act(update: Update, name: str, label: str) -> SafeString:
    """A button that does one thing to an update at once; its form is `#acts`."""
    args = [update.article_id, update.pk, name]
    return format_html(
        '<button type="submit" form="acts" formaction="{}">{}'
        '<span class="visually-hidden"> {}</span></button>',
        reverse("admin:articles_article_mark", args=args),
        label,
        wire_stamp(update.stamped_at),
    )


@register.simple_tag
def preview_link(update: Update) -> SafeString:
    return format_html(
        '<a href="{}">Preview<span class="visually-hidden"> {}</span></a>',
        preview_path(update),
        wire_stamp(update.stamped_at),
    )


@register.inclusion_tag("admin/articles/_today.html", takes_context=True)
def newsroom_today(context: Context) -> dict[str, object]:
    """What this person has to know when they come in."""
    return {"today": read_today(context["user"]), "user": context["user"]}
