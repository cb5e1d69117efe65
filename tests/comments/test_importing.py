"""Comments from elsewhere keep their places and dates, and come once."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from comments.counts import counts_of
from comments.importing import ForeignComment, Imported, import_comments
from comments.models import Comment
from comments.tree_check import list_faults
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
BEGAN = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)


def foreign(number, parent=None, **fields):
    return ForeignComment(
        key=f"old:{number}",
        name=f"Reader {number}",
        body=f"Said {number}",
        created_at=BEGAN + timedelta(minutes=number),
        parent_key="" if parent is None else f"old:{parent}",
        **fields,
    )


def random_rows(count):
    dice = random.Random(count)
    return [
        foreign(n, parent=dice.randrange(n) if n and dice.random() < 0.8 else None)
        for n in range(count)
    ]


def kept(article):
    rows = Comment.objects.filter(article=article)
    return {
        (c.source_key, c.parent.source_key if c.parent else "", c.created_at)
        for c in rows.select_related("parent")
    }


def test_import_keeps_parents_dates_and_counts_and_a_second_adds_none():
    article, rows = make_article(), random_rows(800)
    shuffled = random.Random(1).sample(rows, len(rows))

    first = import_comments(article, shuffled)
    second = import_comments(article, shuffled)

    assert (first, second) == (Imported(added=800), Imported(known=800))
    assert kept(article) == {(r.key, r.parent_key, r.created_at) for r in rows}
    assert counts_of(article) == {None: 800}
    assert list_faults() == []


def test_chain_of_a_thousand_replies_is_imported():
    article = make_article()

    import_comments(article, [foreign(n, n - 1 if n else None) for n in range(1000)])

    assert Comment.objects.order_by("-level").first().level == 999
    assert list_faults() == []


def test_later_import_adds_replies_to_what_is_here():
    article = make_article()
    import_comments(article, [foreign(0), foreign(1, 0)])

    done = import_comments(
        article, [foreign(n, n - 1 if n else None) for n in range(4)]
    )

    assert done == Imported(added=2, known=2)
    assert Comment.objects.get(source_key="old:3").level == 3
    assert list_faults() == []


def test_readers_may_answer_what_was_imported():
    article = make_article()
    import_comments(article, random_rows(40))

    for comment in Comment.objects.order_by("pk")[:10]:
        make_comment(article, comment)

    assert list_faults() == []


def test_reply_to_nothing_begins_a_thread():
    article = make_article()

    done = import_comments(article, [foreign(1, parent=77), foreign(2, parent=2)])

    assert done == Imported(added=2, orphaned=2)
    assert Comment.objects.filter(parent=None).count() == 2


def test_statuses_are_kept():
    article = make_article()

    import_comments(article, [foreign(1), foreign(2, status="hidden")])

    assert counts_of(article) == {None: 1}


def test_markup_of_the_old_system_is_printed_as_text(client):
    article = make_article()
    row = ForeignComment("k", "Nell", "<script>alert(1)</script>", BEGAN)

    import_comments(article, [row])

    html = client.get(article.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in html


def write(tmp_path, *rows):
    path = tmp_path / "comments.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows))
    return str(path)


def line(**fields):
    return {
        "article": "storm",
        "key": "wp:1",
        "name": "Nell",
        "body": "I saw it.",
        "created_at": "2024-05-01T09:00:00Z",
        **fields,
    }


def test_command_reads_a_line_a_comment(tmp_path, capsys):
    make_article(slug="storm")
    path = write(tmp_path, line(), "", line(key="wp:2", parent="wp:1"))

    call_command("import_comments", path)

    assert "storm: 2 added, 0 known, 0 without" in capsys.readouterr().out
    assert Comment.objects.get(source_key="wp:2").parent.source_key == "wp:1"


def test_dry_run_keeps_nothing(tmp_path, capsys):
    make_article(slug="storm")

    call_command("import_comments", write(tmp_path, line()), "--dry-run")

    assert "1 added" in capsys.readouterr().out
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "Line 2"),
        ({"article": "storm"}, "Line 2: KeyError"),
        (line(created_at="yesterday"), "created_at is no date"),
        (line(status="deleted"), "Line 2"),
        (line(article="nowhere"), "There is no article nowhere"),
        ("[]", "Line 2"),
    ],
)
def test_bad_line_is_named_and_nothing_is_kept(tmp_path, bad, says):
    make_article(slug="storm")

    with pytest.raises(CommandError, match=says):
        call_command("import_comments", write(tmp_path, line(), bad))

    assert not Comment.objects.exists()
