import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("youth_network", "0001_witness_response"), ("forums", "0002_posts")]

    operations = [
        migrations.RenameField("witnessresponse", "reply", "post"),
        migrations.AlterField(
            "witnessresponse",
            "post",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="witness_response",
                serialize=False,
                to="forums.post",
            ),
        ),
    ]
