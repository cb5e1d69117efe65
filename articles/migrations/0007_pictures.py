"""Renditions, focal points and fingerprints of pictures; recordings."""

import articles.recordings
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from articles.roles import ROLES, create_roles


def grant(apps, schema_editor):
    create_roles(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_pins'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='What it is, in a few words.', max_length=200)),
                ('file', models.FileField(help_text='MP4 or WebM for video, MP3 or Ogg for sound; at most 200 MB.', upload_to=articles.recordings.recording_path, validators=[articles.recordings.validate_recording])),
                ('captions', models.FileField(blank=True, help_text='A WebVTT file: what is said and heard, in time with it.', upload_to=articles.recordings.captions_path, validators=[articles.recordings.validate_captions])),
                ('captions_language', models.CharField(default='en', help_text='Its code, as in en or cy.', max_length=10)),
                ('transcript', models.TextField(blank=True, help_text='What is said and heard, to be read without playing it.')),
                ('caption', models.CharField(blank=True, max_length=300)),
                ('credit', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='image',
            name='content_hash',
            field=models.CharField(db_index=True, default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='image',
            name='focus_x',
            field=models.PositiveSmallIntegerField(default=50, help_text='Per cent. Crops keep this point.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point, from the left'),
        ),
        migrations.AddField(
            model_name='image',
            name='focus_y',
            field=models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point, from the top'),
        ),
        migrations.AddField(
            model_name='image',
            name='is_waiting',
            field=models.BooleanField(default=True, editable=False, help_text='Its renditions are still to be made.'),
        ),
        migrations.AddField(
            model_name='image',
            name='stored_renditions',
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='image',
            name='caption',
            field=models.CharField(blank=True, help_text='What is seen. A text that uses the picture can say it in its own words.', max_length=300),
        ),
        migrations.AlterField(
            model_name='image',
            name='credit',
            field=models.CharField(blank=True, help_text='Who made it.', max_length=120),
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(condition=models.Q(('is_waiting', True)), fields=['id'], name='image_waiting'),
        ),
        migrations.AddField(
            model_name='recording',
            name='poster',
            field=models.ForeignKey(blank=True, help_text='Shown until it is played.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recordings', to='articles.image'),
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
