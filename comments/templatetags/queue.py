"""`{% load queue %}`: what a moderator has to know when they come in."""

from django import template
from django.template import Context

from comments.queue import waiting
from comments.roles import is_moderator

register = template.Library()


@register.inclusion_tag("admin/comments/_today.html", takes_context=True)
def queue_today(context: Context) -> dict[str, object]:
    """How much waits in the queue; nothing for who does not moderate."""
    return {"waiting": waiting() if is_moderator(context["user"]) else None}
