"""What was left on an empty chair may be hidden."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('youth_network', '0005_how_one_hosts'),
    ]

    operations = [
        migrations.AddField(
            model_name='emptychair',
            name='hidden_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
