"""When a closing line was changed last, so that what a consultant let stand is looked at anew."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('company_network', '0030_hidden_pages_and_offers'),
    ]

    operations = [
        migrations.AddField(
            model_name='sparring',
            name='outcome_changed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
