from django.db import migrations
from django.db.models import OuterRef, Subquery


def to_the_story(apps, schema_editor):
    """News of a new topic was about the topic, and is about its story now, as all other news of posts."""
    story = apps.get_model("forums", "Post").objects.filter(topic=OuterRef("subject_id"), position=0).values("pk")[:1]
    for name in ("Notification", "OutboxMail"):
        told = apps.get_model("community", name).objects.filter(kind="topic_posted", subject_type="forums.topic")
        told.alias(story=Subquery(story)).filter(story=None).delete()
        told.update(subject_type="forums.post", subject_id=Subquery(story))


class Migration(migrations.Migration):
    dependencies = [("forums", "0009_mentions"), ("community", "0009_when_home_was_seen")]

    operations = [migrations.RunPython(to_the_story, migrations.RunPython.noop)]
