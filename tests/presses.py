"""What a journalist's browser sends to the newsroom, and what is said back."""

from django.urls import reverse

from articles import submissions

STATE = ("status", "is_pinned", "is_key_event")


def desk(article):
    return reverse("admin:articles_article_desk", args=[article.pk])


def change(row):
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def history(row):
    return reverse(f"admin:articles_{row._meta.model_name}_history", args=[row.pk])


def composer(by=None, **fields):
    """The form of the desk; what is not named is empty."""
    return {
        "body": "<p>The wall broke.</p>",
        "stamped_at": "",
        "headline": "",
        "submission": submissions.issue(by.pk if by else 0),
        **fields,
    }


def update_form(update, **fields):
    return {
        "body": "<p>Better.</p>",
        "stamped_at": f"{update.stamped_at:%Y-%m-%d %H:%M} GMT",
        "headline": "",
        "version": update.version,
        **fields,
    }


def article_form(article, **fields):
    moment = article.published_at
    return {
        "headline": article.headline,
        "slug": article.slug,
        "standfirst": article.standfirst,
        "body": article.body,
        "section": article.section_id,
        "coverage": article.coverage,
        "comment_policy": article.comment_policy,
        "published_at_0": f"{moment:%Y-%m-%d}" if moment else "",
        "published_at_1": f"{moment:%H:%M:%S}" if moment else "",
        "version": article.version,
        **{
            f"{prefix}-{name}": value
            for prefix in ("bylines", "corrections")
            for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
        },
        **fields,
    }


def press(client, update, act, **kwargs):
    args = [update.article_id, update.pk, act]
    return client.post(reverse("admin:articles_article_mark", args=args), **kwargs)


def undo(client, article):
    url = reverse("admin:articles_article_undo", args=[article.pk])
    return client.post(url, follow=True)


def keep(client, article, place, **fields):
    url = reverse("admin:articles_article_keep", args=[article.pk])
    return client.post(url, {"place": place, **fields})


def said(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def state(update):
    update.refresh_from_db()
    return {name: getattr(update, name) for name in STATE}


def editor(page):
    """The composer's text, in a browser."""
    return page.get_by_role("textbox", name="Update", exact=True)


def timeline(page):
    """The updates below the composer."""
    return page.locator(".desk-timeline li.row")
