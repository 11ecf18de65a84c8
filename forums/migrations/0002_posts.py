"""Stories and replies become one kind of thing: a post with its place in the topic."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = [
    ("youth", "Youth"),
    ("company", "Company representative"),
    ("consultant", "Youth consultant"),
    ("psychologist", "Psychologist"),
    ("programme", "Programme staff"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0001_boards_and_topics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("Reply", "Post"),
        migrations.RemoveConstraint("post", "reply_positions_are_unique"),
        migrations.RemoveConstraint("post", "a_reply_is_posted_once"),
        migrations.RemoveConstraint("post", "reply_kind_is_known"),
        migrations.RemoveConstraint("post", "an_answer_has_words"),
        migrations.AlterField(
            "post",
            "topic",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="forums.topic"),
        ),
        migrations.AlterField(
            "post",
            "author",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            "post",
            "kind",
            models.CharField(
                choices=[
                    ("story", "Story"),
                    ("answer", "Answer"),
                    ("experience", "Own experience"),
                    ("advice", "Advice"),
                    ("witness", "Bevidning"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            "post", "author_role", models.CharField(choices=ROLES, default="youth", editable=False, max_length=20)
        ),
        migrations.AddField("post", "author_title", models.CharField(blank=True, default="", editable=False, max_length=80), preserve_default=False),
        migrations.AddField("post", "html", models.TextField(blank=True, default="", editable=False), preserve_default=False),
        migrations.AddField(
            "post",
            "answers_to",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="forums.post",
            ),
        ),
        migrations.AddField("post", "file_count", models.PositiveSmallIntegerField(default=0, editable=False)),
        migrations.AddField("post", "attachments", models.JSONField(default=list, editable=False)),
        migrations.AddField("post", "reactions", models.JSONField(default=dict, editable=False)),
        migrations.AddField("post", "edited_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("post", "removed_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            "topic", "author_role", models.CharField(choices=ROLES, default="youth", editable=False, max_length=20)
        ),
        migrations.AddField(
            "topic",
            "wish",
            models.CharField(
                choices=[
                    ("listen", "Just listen"),
                    ("tried", "Has anyone tried it?"),
                    ("advice", "I would like advice"),
                ],
                default="advice",
                max_length=20,
                verbose_name="What do you want from us?",
            ),
        ),
        migrations.AddField("topic", "last_position", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("topic", "removed_at", models.DateTimeField(editable=False, null=True)),
    ]
