"""Contributor, Journalist and Editor, each with no more than its day needs."""

from django.db import migrations

from articles.roles import ROLES, create_roles


def forwards(apps, schema_editor):
    create_roles(apps, ROLES)


def backwards(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("redirects", "0001_initial"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
