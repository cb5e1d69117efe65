"""A damaged thread is numbered anew, from its parent links alone."""

from django.db import transaction

from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.tree import lock_thread, number


@transaction.atomic
def repair(tree_id: int) -> int:
    """Number anew, by parent links, each thread that a comment of this tree is of.

    A comment that strayed from another thread goes back to it, so that nothing
    crosses from one article to another. The threads stay locked until the end.
    Return how many comments were numbered.
    """
    roots = _roots_of(Comment.objects.order_by().filter(tree_id=tree_id))
    for root in roots:
        lock_thread(root.tree_id)
    return sum(_number_thread(root) for root in roots)


def _roots_of(comments: CommentQuerySet) -> list[Comment]:
    """Return the first comments that these lead up to, in the order to lock them."""
    roots, climbing = set(), dict(comments.values_list("pk", "parent_id"))
    while climbing:
        roots |= {pk for pk, parent_id in climbing.items() if parent_id is None}
        parents = Comment.objects.order_by().filter(pk__in=set(climbing.values()))
        climbing = dict(parents.values_list("pk", "parent_id"))
    return list(Comment.objects.filter(pk__in=roots).order_by("tree_id"))


def _number_thread(root: Comment) -> int:
    """Write numbers for all that hangs below `root`; replies stand by age."""
    replies: dict[int, list[Comment]] = {}
    generation = [root.pk]
    while generation:
        found = Comment.objects.order_by("pk").filter(parent__in=generation)
        links = list(found.values_list("parent_id", "pk"))
        for parent_id, pk in links:
            replies.setdefault(parent_id, []).append(Comment(pk=pk))
        generation = [pk for _, pk in links]
    numbered = number(root, lambda comment: replies.get(comment.pk, []))
    Comment.objects.bulk_update(
        numbered, ["tree_id", "lft", "rght", "level"], batch_size=200
    )
    return len(numbered)
