"""Proof that the tree columns say what the parent links say."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from comments.models import Comment


class Node(NamedTuple):
    pk: int
    parent_id: int | None
    article_id: int
    tree_id: int
    lft: int
    rght: int
    level: int


class Fault(NamedTuple):
    """A comment that stands wrong; without a sentence, a report of progress."""

    sentence: str
    tree_id: int
    checked: int = 0

    def __str__(self) -> str:
        return self.sentence


def find_faults(article_id: int | None = None) -> Iterator[Fault]:
    """Yield what stands wrong, thread by thread, and after each thread a progress.

    One pass over the table, or over one article's comments; memory holds a thread.
    """
    comments = Comment.objects.order_by("tree_id", "lft", "pk")
    if article_id is not None:
        comments = comments.filter(article=article_id)
    rows = comments.values_list(*Node._fields[1:], "pk")
    nodes = (Node(pk, *rest) for *rest, pk in rows.iterator(chunk_size=5000))
    for tree_id, group in groupby(nodes, key=lambda node: node.tree_id):
        thread = list(group)
        for sentence in _thread_faults(thread):
            yield Fault(sentence, tree_id)
        yield Fault("", tree_id, checked=len(thread))


def list_faults(article_id: int | None = None) -> list[str]:
    """Return the sentences alone."""
    return [fault.sentence for fault in find_faults(article_id) if fault.sentence]


def _thread_faults(thread: Iterable[Node]) -> Iterator[str]:
    """Walk one thread in the order of `lft`; the open comments are the ancestors."""
    above: list[Node] = []
    taken: set[int] = set()
    first: Node | None = None
    for node in thread:
        first = first or node
        while above and above[-1].rght < node.lft:
            above.pop()
        parent_id = above[-1].pk if above else None
        if node is not first and not above:
            yield f"comment {node.pk} stands outside its thread"
        elif node.parent_id != parent_id:
            yield f"comment {node.pk} stands under {parent_id}, not {node.parent_id}"
        elif node.level != len(above):
            yield f"comment {node.pk} has level {node.level}, not {len(above)}"
        elif above and node.rght >= above[-1].rght:
            yield f"comment {node.pk} reaches out of comment {parent_id}"
        elif node.article_id != first.article_id:
            yield f"comment {node.pk} is of another article than its thread"
        elif taken & {node.lft, node.rght} or node.lft >= node.rght:
            yield f"comment {node.pk} has numbers that are taken"
        taken |= {node.lft, node.rght}
        above.append(node)
