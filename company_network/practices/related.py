"""Practice that is like another: by its tags and by the words of its title, found where the search finds."""

from django.db.models import F

from community.people.models import Person
from community.search.finding import alike
from community.search.words import Terms
from forums.topics.models import PostKind, Topic, TopicKind

#: As many as one reads at a glance.
SHOWN = 4


def related_to(person: Person, topic: Topic) -> list[Topic]:
    """Others that share a tag or a word of the title, the likest first, among what the person may read. Four
    queries, whatever stands there: a bounded window of the newest."""
    terms = Terms.of(" ".join([*(name for _pk, name in topic.tag_names), topic.title]))
    ids = alike(person, terms, subject_type="post", kind=TopicKind.PRACTICE)
    topics = Topic.objects.visible_to(person).filter(posts__pk__in=ids, posts__kind=PostKind.PRACTICE)
    others = topics.filter(posts__removed_at=None).exclude(pk=topic.pk).annotate(story_id=F("posts__pk"))
    found: dict[int, Topic] = {other.story_id: other for other in others.select_related("practice__company")}
    return [found[pk] for pk in ids if pk in found][:SHOWN]
