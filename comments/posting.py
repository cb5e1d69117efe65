"""A reader speaks."""

from django.db import transaction

from articles.models import Article
from articles.roles import Actor
from comments.models import Comment
from comments.tree import plant

MAX_LENGTH = 5000  # characters


class PostingRefused(Exception):
    """Why a comment cannot be posted, in a sentence for its author."""


def check_open(article: Article, *, by: Actor, parent: Comment | None = None) -> None:
    """Raise PostingRefused where `by` may not comment, or not answer `parent`."""
    policy = article.comment_policy
    if policy == Article.CommentPolicy.CLOSED:
        raise PostingRefused("Comments on this article are closed.")
    if policy == Article.CommentPolicy.ACCOUNTS and not by.is_authenticated:
        raise PostingRefused(
            "Only readers with an account comment here. Sign in first."
        )
    if parent is None:
        return
    if parent.article_id != article.pk:
        raise PostingRefused("The comment you answer belongs to another article.")
    if not parent.is_published:
        raise PostingRefused(
            "The comment you answer is no longer there. Your text is kept below:"
            " you can copy it and start a new thread."
        )


@transaction.atomic
def post(
    article: Article,
    *,
    by: Actor,
    body: str,
    name: str = "",
    email: str = "",
    parent: Comment | None = None,
) -> Comment:
    """Save a comment and return it, published or pending as the article's policy says.

    A guest signs with `name`; an account with its own name, whatever was sent.

    Raises PostingRefused.
    """
    check_open(article, by=by, parent=parent)
    comment = Comment(article=article, parent=parent, name=name, email=email, body=body)
    if by.is_authenticated:
        comment.author_id = by.pk
        comment.name = by.get_full_name() or by.get_username()
        comment.email = ""
    if article.comment_policy == Article.CommentPolicy.PREMODERATED:
        is_trusted = by.has_perm("comments.moderate_comment")
        if not is_trusted:
            comment.status = Comment.Status.PENDING
    return plant(comment)
