"""The words of topics move into their stories."""

from django.db import migrations


def tell_stories(apps, schema_editor):
    from forums.topics import markup

    Topic, Post = apps.get_model("forums", "Topic"), apps.get_model("forums", "Post")
    memberships = apps.get_model("community", "Membership").objects

    def standing(network_id, person_id):
        held = memberships.filter(person_id=person_id, network_id=network_id).order_by("-pk").first()
        return (held.role, held.title) if held else ("youth", "")

    for name in ("Notification", "OutboxMail"):
        apps.get_model("community", name).objects.filter(subject_type="forums.reply").update(subject_type="forums.post")
    for post in Post.objects.select_related("topic__board__space").iterator():
        space = post.topic.board.space
        post.author_role, post.author_title = standing(space.network_id, post.author_id)
        post.html = markup.render(post.body)
        if post.kind == "answer" and post.author_id != post.topic.author_id:
            post.kind = "experience" if space.kind in ("youth_group", "youth_forum") else "answer"
        post.save()
    for topic in Topic.objects.select_related("board__space").iterator():
        role, title = standing(topic.board.space.network_id, topic.author_id)
        Topic.objects.filter(pk=topic.pk).update(author_role=role, last_position=topic.reply_count)
        Post.objects.create(
            topic=topic,
            author_id=topic.author_id,
            author_role=role,
            author_title=title,
            kind="story",
            position=0,
            body=topic.body,
            html=markup.render(topic.body),
            created_at=topic.created_at,
        )


class Migration(migrations.Migration):
    dependencies = [("forums", "0002_posts"), ("community", "0005_chat_rooms")]

    operations = [migrations.RunPython(tell_stories, migrations.RunPython.noop)]
