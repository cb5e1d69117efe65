from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0008_newest_threads'),
    ]

    operations = [
        migrations.RunSQL(
            """UPDATE comments_moderationaction SET note = 'With the ban.'
            WHERE act = 'hide' AND note LIKE 'With the ban of %'""",
            migrations.RunSQL.noop,
            elidable=True,
        ),
    ]
