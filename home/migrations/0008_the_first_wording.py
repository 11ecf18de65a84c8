from django.db import migrations

from home.testimonials.first_wording import DANISH, ENGLISH


def write_the_first(apps, schema_editor):
    """People are asked by a text from the first day on; editors write its next versions."""
    ConsentWording = apps.get_model("home", "ConsentWording")
    if not ConsentWording.objects.exists():
        ConsentWording.objects.create(version=1, danish=DANISH, english=ENGLISH)


class Migration(migrations.Migration):

    dependencies = [("home", "0007_pages_hold_no_voices")]

    operations = [migrations.RunPython(write_the_first, migrations.RunPython.noop)]
