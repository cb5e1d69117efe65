"""Moderation: a log that undoes, sanctions, word rules, appeals, claims."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


from articles.roles import create_roles
from comments.roles import ROLES


def fill_log(apps, schema_editor):
    """Acts of before stand alone, and know what hiding changed."""
    log = apps.get_model("comments", "ModerationAction").objects
    for pk in log.values_list("pk", flat=True):
        log.filter(pk=pk).update(group=uuid.uuid4())
    log.filter(act="hide").update(hidden_reason_after=models.F("reason"))


def grant(apps, schema_editor):
    create_roles(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_roles'),
        ('comments', '0003_lean_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='commentcount',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comment_counts', to='articles.article'),
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('outcome', models.CharField(blank=True, choices=[('granted', 'Granted'), ('refused', 'Refused')], max_length=10)),
                ('answer', models.TextField(blank=True, max_length=1000)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_locked', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('note', 'note for colleagues'), ('warning', 'warning to acknowledge'), ('premoderation', 'pre-moderation'), ('suspension', 'suspension'), ('ban', 'ban')], max_length=15)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('domain', models.CharField(blank=True, help_text='As in example.org.', max_length=253, verbose_name='e-mail domain')),
                ('network', models.CharField(blank=True, editable=False, help_text="A comment's keyed hash.", max_length=64)),
                ('address_range', models.CharField(blank=True, help_text='One address, or a range as in 203.0.113.0/24.', max_length=50)),
                ('first_address', models.CharField(blank=True, editable=False, max_length=32)),
                ('last_address', models.CharField(blank=True, editable=False, max_length=32)),
                ('reason', models.CharField(choices=[('abuse', 'abuse'), ('hate', 'hate'), ('spam', 'spam'), ('off_topic', 'off topic'), ('personal_data', 'personal data'), ('factual_error', 'factual error'), ('illegal', 'illegal content')], max_length=20)),
                ('message', models.TextField(blank=True, help_text='The reader sees this.', max_length=1000)),
                ('note', models.TextField(blank=True, help_text='For your colleagues alone.', max_length=1000)),
                ('until', models.DateTimeField(blank=True, help_text='Empty: until somebody lifts it.', null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('lifted_at', models.DateTimeField(editable=False, null=True)),
                ('acknowledged_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(blank=True, help_text='Emptied after some days.', max_length=254)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='WordRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phrase', models.CharField(error_messages={'unique': 'There is a rule for this already.'}, help_text='Matches whole words, whatever their case, accents, look-alike letters, or punctuation within.', max_length=100, unique=True, verbose_name='word or phrase')),
                ('action', models.CharField(choices=[('hold', 'hold for a moderator'), ('refuse', 'refuse')], default='hold', max_length=10)),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('note', models.CharField(blank=True, max_length=200)),
                ('changed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['phrase'],
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_note',
            field=models.CharField(blank=True, help_text='Stands on the tombstone.', max_length=300),
        ),
        migrations.AddField(
            model_name='comment',
            name='slow_until',
            field=models.DateTimeField(editable=False, help_text='A heated thread takes replies slowly.', null=True),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='account',
            field=models.ForeignKey(help_text='Whom a sanction is about.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='group',
            field=models.UUIDField(default=uuid.uuid4, help_text='Shared by all that one press did; undone as one.'),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='held_because_after',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='held_because_before',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='hidden_note_after',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='hidden_note_before',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='hidden_reason_after',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='hidden_reason_before',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='is_locked_after',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='is_locked_before',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='is_pick_after',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='is_pick_before',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='slow_until_after',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='slow_until_before',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='undoes',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='comments.moderationaction'),
        ),
        migrations.AddField(
            model_name='report',
            name='outcome',
            field=models.CharField(blank=True, choices=[('upheld', 'Upheld'), ('dismissed', 'Dismissed')], max_length=10),
        ),
        migrations.AddField(
            model_name='report',
            name='resolved_group',
            field=models.UUIDField(editable=False, help_text='The act that resolved it.', null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='weight',
            field=models.PositiveSmallIntegerField(default=100, editable=False, help_text='In hundredths; who was right before weighs more.'),
        ),
        migrations.AlterField(
            model_name='moderationaction',
            name='act',
            field=models.CharField(choices=[('approve', 'Approve'), ('hide', 'Hide'), ('restore', 'Restore'), ('hold', 'Hold'), ('lock', 'Lock'), ('unlock', 'Unlock'), ('pick', 'Pick'), ('unpick', 'Unpick'), ('slow', 'Slow down'), ('unslow', 'End slow mode'), ('lock_article', 'Lock discussion'), ('unlock_article', 'Unlock discussion'), ('sanction', 'Sanction'), ('lift', 'Lift sanction'), ('grant_appeal', 'Grant appeal'), ('refuse_appeal', 'Refuse appeal'), ('undo', 'Undo'), ('withdraw', 'Withdraw')], max_length=20),
        ),
        migrations.AlterField(
            model_name='moderationaction',
            name='acted_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name='moderationaction',
            name='acted_by',
            field=models.ForeignKey(help_text='Nobody where the site acted by itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderation_actions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='moderationaction',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderation_actions', to='comments.comment'),
        ),
        migrations.AlterField(
            model_name='moderationaction',
            name='status_after',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AlterField(
            model_name='moderationaction',
            name='status_before',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['reporter_key'], name='report_by_reporter'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['reported_at'], name='report_by_time'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('resolved_group__isnull', False)), fields=['resolved_group'], name='report_resolved'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='action',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.moderationaction'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claim',
            name='claimed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claim',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='claim', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='discussion',
            name='article',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='discussion', to='articles.article'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='account',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sanction',
            name='made_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='moderationaction',
            name='sanction',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='comments.sanction'),
        ),
        migrations.AddIndex(
            model_name='moderationaction',
            index=models.Index(fields=['group', 'comment'], name='action_group'),
        ),
        migrations.AddIndex(
            model_name='moderationaction',
            index=models.Index(fields=['acted_at'], name='action_by_time'),
        ),
        migrations.AddField(
            model_name='statement',
            name='action',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.moderationaction'),
        ),
        migrations.AddField(
            model_name='wordrule',
            name='changed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['made_at'], name='appeal_waiting'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(('account__isnull', False), models.Q(('email', ''), _negated=True), models.Q(('domain', ''), _negated=True), models.Q(('network', ''), _negated=True), models.Q(('address_range', ''), _negated=True), _connector='OR'), name='sanction_has_a_target'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['made_at'], name='statement_unsent'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(fields=['address', 'sent_at'], name='statement_by_address'),
        ),
        migrations.RunPython(fill_log, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
