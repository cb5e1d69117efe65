import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Gives a new comment its numbers and counts it, in one call whose plans PostgreSQL
# keeps. Each statement in it sees what was committed before that statement: where the
# last reply stands is read when the thread is locked.
PLACE = """
CREATE FUNCTION comment_place(
    thread bigint, parent bigint, article bigint, on_update bigint, counted integer,
    OUT lft bigint, OUT rght bigint
) LANGUAGE plpgsql AS $$
DECLARE
    whole bigint; taken bigint; free bigint; share bigint;
BEGIN
    IF parent IS NULL THEN
        taken := 0; share := 2::bigint ^ 62;
    ELSE
        PERFORM first.id FROM comments_comment AS first
        WHERE first.tree_id = thread AND first.parent_id IS NULL FOR NO KEY UPDATE;
        SELECT answered.rght - answered.lft, answered.rght - 1, coalesce((
            SELECT reply.rght FROM comments_comment AS reply
            WHERE reply.parent_id = answered.id ORDER BY reply.lft DESC LIMIT 1
        ), answered.lft) INTO whole, free, taken
        FROM comments_comment AS answered WHERE answered.id = parent;
        free := free - taken;
        share := free / 4 / (whole / nullif(free, 0));
    END IF;
    IF share > 1 THEN
        lft := taken + 1; rght := taken + share;
        IF counted > 0 THEN
            INSERT INTO comments_commentcount AS kept (article_id, published)
            VALUES (article, counted) ON CONFLICT (article_id) WHERE update_id IS NULL
            DO UPDATE SET published = kept.published + counted;
        END IF;
        IF counted > 0 AND on_update IS NOT NULL THEN
            INSERT INTO comments_commentcount AS kept (article_id, update_id, published)
            VALUES (article, on_update, counted) ON CONFLICT (article_id, update_id)
            DO UPDATE SET published = kept.published + counted;
        END IF;
    END IF;
END $$
"""


def make_place(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute(PLACE)


def drop_place(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('DROP FUNCTION comment_place')


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_roles'),
        ('comments', '0002_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_by_status',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_last_reply',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_by_network',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comments_comment_tree_id_l4b1c',
        ),
        migrations.AlterField(
            model_name='comment',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='articles.article'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='author',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='comment',
            name='submission',
            field=models.UUIDField(editable=False, help_text='Drawn with the form: a second press is the same comment.', null=True),
        ),
        migrations.AlterField(
            model_name='comment',
            name='update',
            field=models.ForeignKey(blank=True, db_index=False, help_text='The update a thread answers, if it answers one.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='articles.update'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent', 'lft'], name='comment_last_reply'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('is_locked', True)), fields=['tree_id', 'lft'], name='comment_locked'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('author__isnull', False)), fields=['author', '-created_at'], name='comment_by_author'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('author__isnull', True), ('network__gt', '')), fields=['network', '-created_at'], name='comment_by_network'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(condition=models.Q(('submission__isnull', False)), fields=('submission',), name='one_comment_a_submission'),
        ),
        migrations.RunPython(make_place, drop_place),
    ]
