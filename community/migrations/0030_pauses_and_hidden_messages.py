"""Somebody may be paused, and a message hidden.

Both columns may be empty: SQLite adds them as they are, and no trigger that looks into these tables is lost.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0018_meetings_across_the_municipalities")]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='paused_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='hidden_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
