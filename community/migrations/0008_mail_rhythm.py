import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_what_was_chosen(apps, schema_editor):
    """Who wanted no mail of a kind wants none; each row is a line and a mail by itself, as it was."""
    from uuid import uuid4

    from django.db.models import F, Value
    from django.db.models.functions import Cast, Concat

    apps.get_model("community", "NotificationPreference").objects.filter(mail=False).update(rhythm="none")
    for name in ("Notification", "OutboxMail"):
        apps.get_model("community", name).objects.update(
            thread=Concat(F("subject_type"), Value(":"), Cast(F("subject_id"), models.CharField()))
        )
    mails = apps.get_model("community", "OutboxMail").objects.filter(state="sending")
    for pk in mails.values_list("pk", flat=True):
        mails.filter(pk=pk).update(batch=uuid4())
    if schema_editor.connection.vendor == "postgresql":
        # A row changed twice leaves a check waiting, and a table with one takes no index.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def forget_rhythms(apps, schema_editor):
    apps.get_model("community", "NotificationPreference").objects.filter(rhythm="none").update(mail=False)


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0007_attachments'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailTimes',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_times', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('quiet_from', models.PositiveSmallIntegerField(default=21, null=True)),
                ('quiet_until', models.PositiveSmallIntegerField(default=8, null=True)),
                ('digest_hour', models.PositiveSmallIntegerField(default=16)),
                ('digest_weekday', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='outboxmail',
            name='outbox_mail_is_claimed_while_sending',
        ),
        migrations.AddField(
            model_name='notification',
            name='thread',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='notificationpreference',
            name='rhythm',
            field=models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('none', 'Never')], default='at_once', max_length=10),
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='batch',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='rhythm',
            field=models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('none', 'Never')], default='at_once', max_length=10),
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='thread',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.RunPython(keep_what_was_chosen, forget_rhythms),
        migrations.RemoveField(
            model_name='notificationpreference',
            name='mail',
        ),
        migrations.AddIndex(
            model_name='outboxmail',
            index=models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='outbox_mail_of_a_batch'),
        ),
        migrations.AddIndex(
            model_name='outboxmail',
            index=models.Index(fields=['recipient', 'thread'], name='outbox_mail_of_a_thread'),
        ),
        migrations.AddConstraint(
            model_name='notificationpreference',
            constraint=models.CheckConstraint(condition=models.Q(('rhythm__in', ['at_once', 'daily', 'weekly', 'none'])), name='rhythm_is_known'),
        ),
        migrations.AddConstraint(
            model_name='outboxmail',
            constraint=models.CheckConstraint(condition=models.Q(('rhythm__in', ['at_once', 'daily', 'weekly'])), name='outbox_mail_has_a_rhythm'),
        ),
        migrations.AddConstraint(
            model_name='outboxmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', False), ('claimed_at__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('claimed_at', None)), _connector='OR'), name='outbox_mail_is_claimed_while_sending'),
        ),
        migrations.AddConstraint(
            model_name='mailtimes',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False), ('quiet_from__range', (0, 23)), ('quiet_until__range', (0, 23)), models.Q(('quiet_from', models.F('quiet_until')), _negated=True)), _connector='OR'), name='quiet_hours_begin_and_end'),
        ),
        migrations.AddConstraint(
            model_name='mailtimes',
            constraint=models.CheckConstraint(condition=models.Q(('digest_hour__range', (0, 23)), ('digest_weekday__range', (0, 6))), name='digest_has_its_hour'),
        ),
    ]
