from importlib import import_module

from django.db import migrations

# As in 0005, with less for the server to do: a row comes as one, a thread is locked by
# its number and not by its first row, and id, lft and rght go as one array, null where
# the parent has no numbers left.
PLANT = """
CREATE FUNCTION comment_plant(new comments_comment, counted integer) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
    whole bigint; taken bigint; free bigint; share bigint; is_locked boolean;
BEGIN
    IF new.parent_id IS NULL THEN
        taken := 0; share := 2::bigint ^ 62;
    ELSE
        is_locked := pg_advisory_xact_lock(new.tree_id) IS NOT NULL;
        SELECT answered.rght - answered.lft, answered.rght - 1, coalesce((
            SELECT reply.rght FROM comments_comment AS reply
            WHERE reply.parent_id = answered.id ORDER BY reply.lft DESC LIMIT 1
        ), answered.lft) INTO whole, free, taken
        FROM comments_comment AS answered WHERE answered.id = new.parent_id;
        free := free - taken;
        share := free / 4 / (whole / nullif(free, 0));
    END IF;
    IF share > 1 THEN
        new.id := nextval('comments_comment_id_seq');
        new.lft := taken + 1; new.rght := taken + share;
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
        INSERT INTO comments_comment VALUES (new.*);
        RETURN ARRAY[new.id, new.lft, new.rght];
    END IF;
    RETURN NULL;
END $$
"""
DROP = "DROP FUNCTION comment_plant"
_before = import_module("comments.migrations.0005_counts_in_parts")


def make_plant(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)
        schema_editor.execute(PLANT, None)


def remake_plant(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)
        schema_editor.execute(_before.PLANT, None)


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_counts_in_parts")]
    operations = [migrations.RunPython(make_plant, remake_plant)]
