"""Every network that is there gets the general rules that new ones begin with."""

from django.db import migrations

#: As they were when this ran (community/house_rules/starter.py).
GENERAL = (
    "Vi taler ordentligt til hinanden og om hinanden.",
    "Vi nævner ikke unge ved navn, når de ikke selv er med.",
    "Det, der bliver sagt her, bliver her.",
    "Vi bruger ikke stedet til reklame.",
    "Er vi bekymrede for nogen, siger vi det til et menneske.",
)


def plant(apps, schema_editor):
    Network, GeneralRule = apps.get_model("community", "Network"), apps.get_model("community", "GeneralRule")
    for network in Network.objects.all():
        for position, text in enumerate(GENERAL, 1):
            GeneralRule.objects.get_or_create(network=network, position=position, defaults={"text": text})


class Migration(migrations.Migration):
    dependencies = [("community", "0031_cases_and_care_rules")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
