"""Nell, whose data they are, and what she said."""

import pytest

from comments.models import CommentRevision
from comments.readers import reader_for
from tests.factories import make_article, make_comment, make_user


@pytest.fixture
def nell(db):
    user = make_user(None, name="nell-1", first_name="Nell", email="nell@example.org")
    reader_for(user)
    return user


@pytest.fixture
def said(nell):
    """Two comments of Nell's in a thread of others, one changed, one hidden."""
    article = make_article(headline="Sea wall breached")
    root = make_comment(article, name="Ida", body="Is the bridge open?")
    changed = make_comment(
        article, root, author=nell, name="Nell", body="I live near it."
    )
    CommentRevision.objects.create(comment=changed, body="My street is Tannery Lane.")
    hidden = make_comment(article, changed, author=nell, name="Nell", body="Idiots!")
    hidden.network = "ab" * 32
    hidden.save()
    reply = make_comment(article, changed, name="Sam", body="Which one?")
    return root, changed, hidden, reply
