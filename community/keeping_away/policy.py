"""Who may keep whom away, and who stands apart from whom."""

from django.db.models import Q

from community.keeping_away.models import KeptAway, TalksClosed
from community.people.models import Person
from community.permissions import has_role, is_staff
from community.roles import Role


def may_keep_people_away(person: Person) -> bool:
    """Youths and companies. Whoever looks after others cannot turn away from one of them."""
    return (has_role(person, Role.YOUTH) or has_role(person, Role.COMPANY)) and not is_staff(person)


def can_keep_away(person: Person, whom: Person) -> bool:
    """Anybody whom one meets in a space, and whom one has kept away already; of all others one learns nothing."""
    if person.pk == whom.pk or not may_keep_people_away(person):
        return False
    met = Person.objects.visible_to(person).filter(pk=whom.pk)
    return met.exists() or KeptAway.objects.filter(person=person, whom=whom).exists()


def can_let_back(person: Person, whom: Person) -> bool:
    return KeptAway.objects.filter(person=person, whom=whom).exists()


def can_close_talks(person: Person) -> bool:
    """Youths: nobody else is written to alone by youths who are not asked."""
    return has_role(person, Role.YOUTH)


def are_apart(one: Person, other: Person) -> bool:
    """Whether the two cannot talk alone: one of them keeps the other away, or both are youths and one wants no private
    talks with youths. Which of these it is can be seen by nobody but whoever chose it."""
    away = KeptAway.objects.filter(Q(person=one, whom=other) | Q(person=other, whom=one))
    closed = TalksClosed.objects.filter(person__in=[one.pk, other.pk])
    both_youths = has_role(one, Role.YOUTH) and has_role(other, Role.YOUTH)
    return away.exists() or (both_youths and closed.exists())


def kept_away_by(person: Person) -> list[int]:
    """Whom the person keeps away. One query."""
    return list(KeptAway.objects.filter(person=person).values_list("whom", flat=True))


def who_keep_away(author_id: int) -> Q:
    """The people who keep this one away, for queries of people: nothing of the author's is told to them."""
    return Q(pk__in=KeptAway.objects.filter(whom=author_id).values("person"))
