from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def number(apps, schema_editor):
    """So far every entry of a log was a message, so a message's number among them is its number in the log."""
    model = lambda name: apps.get_model("community", name)  # noqa: E731
    model("Message").objects.filter(number=None).update(number=F("seq"))
    networks = model("Space").objects.filter(pk=OuterRef("space")).values("network")
    model("Room").objects.filter(network=None).update(network=Subquery(networks), last_number=F("last_seq"))
    model("ReadPointer").objects.update(last_read_number=F("last_read_seq"))


class Migration(migrations.Migration):
    dependencies = [("community", "0014_chat_that_people_prefer")]

    operations = [migrations.RunPython(number, migrations.RunPython.noop, elidable=True)]
