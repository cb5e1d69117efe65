from importlib import import_module

from django.db import migrations, models
from django.db.models import Sum

# Writes a new comment in one call whose plans PostgreSQL keeps: gives it its numbers,
# counts it and inserts it; returns nulls where its parent has no numbers left. Each
# statement in it sees what was committed before that statement: where the last reply
# stands is read when the thread is locked. `given` has the columns by name, so that a
# new column needs no new function.
PLANT = """
CREATE FUNCTION comment_plant(
    given json, counted integer, OUT id bigint, OUT lft bigint, OUT rght bigint
) LANGUAGE plpgsql AS $$
DECLARE
    new comments_comment := json_populate_record(NULL::comments_comment, given);
    whole bigint; taken bigint; free bigint; share bigint;
BEGIN
    IF new.parent_id IS NULL THEN
        taken := 0; share := 2::bigint ^ 62;
    ELSE
        PERFORM first.id FROM comments_comment AS first
        WHERE first.tree_id = new.tree_id AND first.parent_id IS NULL
        FOR NO KEY UPDATE;
        SELECT answered.rght - answered.lft, answered.rght - 1, coalesce((
            SELECT reply.rght FROM comments_comment AS reply
            WHERE reply.parent_id = answered.id ORDER BY reply.lft DESC LIMIT 1
        ), answered.lft) INTO whole, free, taken
        FROM comments_comment AS answered WHERE answered.id = new.parent_id;
        free := free - taken;
        share := free / 4 / (whole / nullif(free, 0));
    END IF;
    IF share > 1 THEN
        id := nextval('comments_comment_id_seq');
        lft := taken + 1; rght := taken + share;
        new.id := id; new.lft := lft; new.rght := rght;
        IF counted > 0 THEN
            INSERT INTO comments_commentcount AS kept (article_id, part, published)
            VALUES (new.article_id, pg_backend_pid() % 8, counted)
            ON CONFLICT (article_id, part) WHERE update_id IS NULL
            DO UPDATE SET published = kept.published + counted;
        END IF;
        IF counted > 0 AND new.update_id IS NOT NULL THEN
            INSERT INTO comments_commentcount AS kept
                (article_id, update_id, part, published)
            VALUES (new.article_id, new.update_id, pg_backend_pid() % 8, counted)
            ON CONFLICT (article_id, update_id, part)
            DO UPDATE SET published = kept.published + counted;
        END IF;
        INSERT INTO comments_comment SELECT new.*;
    END IF;
END $$
"""
_before = import_module("comments.migrations.0003_lean_indexes")


def make_plant(apps, schema_editor):
    _before.drop_place(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PLANT, None)


def drop_plant(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION comment_plant")
    _before.make_place(apps, schema_editor)


def sum_up(apps, schema_editor):
    """Make one row of each count again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    counts = apps.get_model("comments", "CommentCount").objects
    sums = counts.values("article_id", "update_id").annotate(sum=Sum("published"))
    whole = [
        counts.model(
            article_id=row["article_id"],
            update_id=row["update_id"],
            published=row["sum"],
        )
        for row in sums
    ]
    counts.all().delete()
    counts.bulk_create(whole)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_submissions'),
        ('comments', '0004_moderation'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='commentcount',
            name='one_count_an_article',
        ),
        migrations.RemoveConstraint(
            model_name='commentcount',
            name='one_count_an_update',
        ),
        migrations.AddField(
            model_name='commentcount',
            name='part',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='commentcount',
            name='published',
            field=models.IntegerField(default=0, help_text='Below 0 in a part, at times.'),
        ),
        migrations.AddConstraint(
            model_name='commentcount',
            constraint=models.UniqueConstraint(condition=models.Q(('update__isnull', True)), fields=('article', 'part'), name='one_count_an_article'),
        ),
        migrations.AddConstraint(
            model_name='commentcount',
            constraint=models.UniqueConstraint(fields=('article', 'update', 'part'), name='one_count_an_update'),
        ),
        migrations.RunPython(make_plant, drop_plant),
        migrations.RunPython(migrations.RunPython.noop, sum_up),
    ]
