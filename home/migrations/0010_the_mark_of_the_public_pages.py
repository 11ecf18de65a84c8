"""The row in which any change of what public pages show leaves a new mark. The triggers that write it are laid after
every migration (home/page_cache/watching.py), and lifted before the row's table goes."""

from django.db import migrations, models

from home.page_cache.watching import lift_watches


def lift(apps, schema_editor):
    lift_watches(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("home", "0009_story_offers")]

    operations = [
        migrations.CreateModel(
            name="PublicMark",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="the_public_pages_have_one_mark")
                ],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, lift),
    ]
