import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Where the last reply to `parent` stands, read once its thread is locked: each statement
# of such a function sees what was committed before that statement.
EDGES = """
CREATE FUNCTION comment_edges(
    thread bigint, parent bigint, OUT lft bigint, OUT rght bigint, OUT taken bigint
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM first.id FROM comments_comment AS first
    WHERE first.tree_id = thread AND first.parent_id IS NULL FOR NO KEY UPDATE;
    SELECT answered.lft, answered.rght - 1, coalesce((
        SELECT reply.rght FROM comments_comment AS reply
        WHERE reply.parent_id = answered.id ORDER BY reply.lft DESC LIMIT 1
    ), answered.lft) INTO lft, rght, taken
    FROM comments_comment AS answered WHERE answered.id = parent;
END $$
"""


def make_edges(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute(EDGES)


def drop_edges(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('DROP FUNCTION comment_edges(bigint, bigint)')


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
            index=models.Index(condition=models.Q(('author__isnull', True), models.Q(('network', ''), _negated=True)), fields=['network', '-created_at'], name='comment_by_network'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(condition=models.Q(('submission__isnull', False)), fields=('submission',), name='one_comment_a_submission'),
        ),
        migrations.RunPython(make_edges, drop_edges),
    ]
