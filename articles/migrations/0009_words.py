from django.db import migrations, models

from articles.models.words import words_of

SOURCES = {
    'Article': ['headline', 'kicker', 'standfirst', 'body'],
    'Update': ['headline', 'body'],
}


def fill(apps, schema_editor):
    for name, sources in SOURCES.items():
        rows = apps.get_model('articles', name).objects
        for pk, *texts in rows.values_list('pk', *sources).iterator():
            rows.filter(pk=pk).update(words=words_of(*texts))


def drop_index(apps, schema_editor):
    """On SQLite no column goes that a trigger names; PostgreSQL's index goes with it."""
    if schema_editor.connection.vendor != 'sqlite':
        return
    for table in ('articles_article', 'articles_update'):
        for act in ('insert', 'delete', 'update'):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS {table}_words_{act}')
        schema_editor.execute(f'DROP TABLE IF EXISTS {table}_words')


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_submissions'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='words',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='update',
            name='words',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddIndex(
            model_name='update',
            index=models.Index(fields=['-stamped_at', '-id'], name='update_newest'),
        ),
        migrations.RunPython(fill, drop_index),
    ]
