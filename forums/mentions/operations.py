"""Keeping who is named in a post."""

from community.activity.record import record
from community.people.models import Person
from community.spaces.naming import naming_in
from forums.mentions.activity import MentionPosted
from forums.mentions.models import Mention
from forums.topics.markup import render
from forums.topics.models import Post, PostKind
from forums.topics.reply_looks import looks


def name_people(post: Post) -> None:
    """Find the people that a post names and mark their names in its HTML; the story's title names people too.

    Called with each new and each changed post, inside the deed's transaction and before it is recorded. Those who are
    named anew are told; those who were named before are not told again. A letter (bevidning) is to one person and
    names nobody.
    """
    if post.kind == PostKind.WITNESS:
        return
    before = list(Person.objects.filter(mentions__post=post)) if post.edited_at else []
    title = "" if post.position else post.topic.title
    now: set[int] = set()
    look = looks.get(post.kind)
    elsewhere = look.words(post) if look else ""
    if "@" in post.body or "@" in title or "@" in elsewhere:
        naming = naming_in(post.topic.board.space, post.author, post.meant, before)
        post.html = render(post.body, naming)
        post.save(update_fields=["html"])
        render(title, naming)
        render(elsewhere, naming)
        now = set(naming.found)
    known = {person.pk for person in before}
    if gone := known - now:
        post.mentions.filter(person__in=gone).delete()
    if new := sorted(now - known):
        Mention.objects.bulk_create([Mention(post=post, person_id=pk) for pk in new])
        record(MentionPosted(actor=post.author, post=post, people=tuple(new)))
