"""How a sparring reads outside its page: in the search and in mails."""

from django.utils.translation import gettext as _

from company_network.sparring.models import Sparring
from forums.topics.models import Post
from forums.topics.told import said_in


def outcome_of(story: Post) -> str:
    """The line on what was done: the search finds the question by it."""
    return Sparring.objects.filter(pk=story.topic_id).values_list("outcome", flat=True).first() or ""


def in_a_mail(story: Post) -> str:
    """The whole of it: what was done, the question's own words, and the answers that stand."""
    sparring = Sparring.objects.filter(pk=story.topic_id).first()
    done = [_("This is what we did: %(line)s") % {"line": sparring.outcome}] if sparring and sparring.outcome else []
    answers = (
        story.topic.posts.filter(position__gt=0, removed_at=None, hidden_at=None)
        .select_related("author")
        .order_by("position")
    )
    said = [f"{answer.author.display_name}: {said_in(answer)}" for answer in answers]
    return "\n\n".join([*done, *filter(None, [said_in(story)]), *said])
