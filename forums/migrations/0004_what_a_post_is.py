"""What the database holds true of topics and posts."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("forums", "0003_stories_are_posts")]

    operations = [
        migrations.RemoveField("topic", "body"),
        migrations.AddConstraint(
            "topic",
            models.CheckConstraint(condition=Q(wish__in=["listen", "tried", "advice"]), name="topic_wish_is_known"),
        ),
        migrations.AddConstraint(
            "topic",
            models.CheckConstraint(condition=Q(reply_count__lte=F("last_position")), name="replies_have_positions"),
        ),
        migrations.AddConstraint(
            "post", models.UniqueConstraint(fields=["topic", "position"], name="post_positions_are_unique")
        ),
        migrations.AddConstraint(
            "post", models.UniqueConstraint(fields=["author", "client_uuid"], name="a_post_is_posted_once")
        ),
        migrations.AddConstraint(
            "post",
            models.CheckConstraint(
                condition=Q(kind__in=["story", "answer", "experience", "advice", "witness"]), name="post_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            "post",
            models.CheckConstraint(
                condition=Q(kind="story", position=0) | (~Q(kind="story") & Q(position__gt=0)),
                name="the_story_stands_first",
            ),
        ),
        migrations.AddConstraint(
            "post",
            models.CheckConstraint(
                condition=~Q(body="")
                | Q(kind__in=["story", "witness"])
                | Q(file_count__gt=0)
                | Q(removed_at__isnull=False),
                name="a_reply_says_something",
            ),
        ),
    ]
