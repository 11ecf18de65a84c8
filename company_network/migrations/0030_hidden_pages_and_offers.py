"""A company's page and an offer may be hidden."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('company_network', '0020_sparring'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='hidden_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='internshipoffer',
            name='hidden_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
