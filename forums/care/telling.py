"""Telling of a post that waited to be looked at, when it stands."""

from community.activity.models import ActivityRecord
from community.notifications import kinds
from community.notifications.operations import tell
from forums.mentions.activity import MentionPosted
from forums.topics.models import Post


def tell_of(pk: int) -> None:
    """Tell of a post that was held when it was put up, now that it stands: whom it names, and all who would have been
    told of it then. Whoever has heard of it hears nothing more."""
    related = ("author", "topic__board__space__group", "topic__board__space__network")
    post = Post.objects.select_related(*related).get(pk=pk)
    if people := tuple(post.mentions.values_list("person_id", flat=True)):
        tell(MentionPosted(actor=post.author, post=post, people=people))
    done = ActivityRecord.objects.filter(subject_type=Post._meta.label_lower, subject_id=pk, actor=post.author)
    for name in dict.fromkeys(done.order_by("pk").values_list("kind", flat=True)):
        kind = kinds.named(name)
        if kind is not None and kind.announces and name != MentionPosted.kind:
            tell(kind.retell(post))
