"""A consultant may close a conversation, by a house rule that stands there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0014_topics_of_a_kind_on_every_database")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="closed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="topic",
            name="closed_by_rule",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
    ]
