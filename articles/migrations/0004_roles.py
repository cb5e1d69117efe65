"""Administrator, and what the other roles need for the desk."""

from django.db import migrations

from articles.roles import ROLES, create_roles


def forwards(apps, schema_editor):
    create_roles(apps, ROLES)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_desk"), ("redirects", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
