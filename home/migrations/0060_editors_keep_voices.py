"""Voices are kept by editors alone, by a right of their own; that of entering the admin writers have too."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITORS = "Redaktion"


def give(apps, schema_editor):
    """To the group that stands. A site without one gets it, with its rights, from 0014."""
    # Rights are rows that Django writes after all migrations; here this one is needed before.
    for config in [one for one in apps.get_app_configs() if one.label == "home"]:
        before, config.models_module = getattr(config, "models_module", None), True
        create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
        config.models_module = before
    right = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="home", codename="change_testimonial"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=EDITORS):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("home", "0051_what_proves_a_yes")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
