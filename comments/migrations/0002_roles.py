"""The group that moderates."""

from django.db import migrations

from articles.roles import create_roles
from comments.roles import ROLES


def forwards(apps, schema_editor):
    create_roles(apps, ROLES)


def backwards(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name="Moderator").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_roles"),
        ("comments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
