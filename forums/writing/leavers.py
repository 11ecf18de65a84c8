"""How words read when somebody has left: whose they were, in quotes by others, and the name in one's own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from community.holders import Way
from community.people.models import Person
from community.spaces.leavers import nameless
from forums.topics.models import Post
from forums.writing.quotes import Quotes, telling_lines


@dataclass(frozen=True)
class Without:
    #: For others' posts: their quotes of the person.
    in_quotes: Callable[[str], str]
    #: For the person's own words that stay.
    in_own_words: Callable[[str], str]


def without(person: Person, way: Way) -> Without:
    """How words read without this person. Asked before their words and name are gone."""
    change = nameless(person)
    quotes = Quotes(
        wrote=_wrote(person),
        lines=_lines_of(person),
        instead=_("Taken back by the one who wrote it."),
        kept=change if way == Way.ANONYMISE else None,
    )
    return Without(in_quotes=quotes.change, in_own_words=change)


def _wrote(person: Person) -> set[str]:
    """The first lines of quotes of the person, in every language they can be written in."""
    if person.left_at is not None:
        return set()
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add((_("%(name)s wrote:") % {"name": person.display_name}).lower())
    return found


def _lines_of(person: Person) -> set[str]:
    return telling_lines(Post.objects.filter(author=person, erased_at=None).values_list("body", flat=True))
