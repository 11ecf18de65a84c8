"""Nothing is kept twice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("forums", "0031_hidings_become_cases")]

    operations = [migrations.DeleteModel(name="Hiding")]
