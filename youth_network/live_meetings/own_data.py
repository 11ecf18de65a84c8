"""What somebody left, wished and took on at meetings. What the group agreed is the group's, without the name."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.attachments.operations import erase_attachments_of
from community.attachments.own_data import own_files
from community.holders import BOTH, NEITHER, ONLY_ERASING, Entry, Fate, Holder, Way
from community.people.models import Person
from youth_network.agendas.models import Agenda
from youth_network.agendas.order import touch
from youth_network.live_meetings.models import Agreement, CheckTurn, EmptyChair, RoundWitness, TimeWish, WitnessRound


def _entries(person: Person) -> Iterable[Entry]:
    chairs = list(EmptyChair.objects.filter(author__person=person).order_by("left_at"))
    files = own_files(person, "empty_chair", [chair.pk for chair in chairs])
    for chair in chairs:
        yield Entry(
            title=_("What you left on an empty chair"),
            at=chair.left_at,
            words=chair.words,
            files=files.get(chair.pk, ()),
            data={"place": chair.placement_id, "read_at": chair.read_at, "answered_at": chair.answered_at},
        )
    for chair in EmptyChair.objects.filter(answered_by__person=person).order_by("answered_at"):
        yield Entry(title=_("Your group's answer, written down by you"), at=chair.answered_at, words=chair.answer)
    for agreement in Agreement.objects.filter(owner__person=person).order_by("made_at"):
        yield Entry(
            title=_("Something you took on"),
            at=agreement.made_at,
            words=agreement.what,
            facts=((_("What became of it"), agreement.became or agreement.get_state_display()),),
            data={"due": agreement.due, "state": agreement.state},
        )
    for agreement in Agreement.objects.filter(made_by__person=person).exclude(owner__person=person).order_by("made_at"):
        yield Entry(
            title=_("An agreement of the group, written down by you"), at=agreement.made_at, words=agreement.what
        )
    for wish in TimeWish.objects.filter(membership__person=person).order_by("wished_at"):
        yield Entry(title=_("A wish for the time"), at=wish.wished_at, words=wish.get_wish_display())
    for turn in CheckTurn.objects.filter(membership__person=person).order_by("at"):
        yield Entry(title=turn.get_which_display(), at=turn.at, data={"meeting": turn.agenda_id})
    for told in WitnessRound.objects.filter(teller__person=person).order_by("step_began_at"):
        yield Entry(title=_("You told in a round"), at=told.step_began_at, data={"place": told.pk})
    for seat in RoundWitness.objects.filter(membership__person=person).order_by("pk"):
        yield Entry(title=_("You were a witness in a round"), data={"place": seat.round_id})


def _chairs(person: Person, way: Way) -> QuerySet[EmptyChair]:
    """Those that go: all, or those that the group has not answered or that hold no words."""
    chairs = EmptyChair.objects.filter(author__person=person)
    return chairs if way == Way.ERASE else chairs.filter(answered_at=None) | chairs.filter(words="")


def _fates(person: Person) -> Iterable[Fate]:
    goes = _chairs(person, Way.ANONYMISE).count()
    if goes:
        words = ngettext("%(count)s word left on an empty chair", "%(count)s words left on an empty chair", goes)
        yield Fate(count=goes, words=words % {"count": goes}, goes=BOTH)
    if answered := _chairs(person, Way.ERASE).count() - goes:
        words = ngettext(
            "%(count)s word left on an empty chair, with the group's answer to it",
            "%(count)s words left on an empty chair, with the group's answers to them",
            answered,
        )
        yield Fate(count=answered, words=words % {"count": answered}, goes=ONLY_ERASING)
    turns = TimeWish.objects.filter(membership__person=person).count()
    turns += CheckTurn.objects.filter(membership__person=person).count()
    if turns := turns + RoundWitness.objects.filter(membership__person=person).count():
        yield Fate(count=turns, words=_("Your turns and wishes at meetings"), goes=BOTH)
    if count := Agreement.objects.filter(owner__person=person).count():
        words = ngettext("That %(count)s agreement is yours to see to", "That %(count)s agreements are yours", count)
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    agreed = Agreement.objects.filter(owner__person=person) | Agreement.objects.filter(made_by__person=person)
    agreed_count = agreed.distinct().count()
    agreed_count += EmptyChair.objects.filter(answered_by__person=person).count()
    if agreed_count:
        yield Fate(count=agreed_count, words=_("What your group agreed and answered: it is the group's"), goes=NEITHER)
    if count := WitnessRound.objects.filter(teller__person=person).count():
        yield Fate(count=count, words=_("That somebody told in a round: a number without a name"), goes=NEITHER)


def _leave(person: Person, way: Way) -> None:
    for chair in list(_chairs(person, way).select_related("placement")):
        with transaction.atomic():
            erase_attachments_of(chair)
            chair.delete()
            touch(Agenda(pk=chair.placement.agenda_id))
    with transaction.atomic():
        for model in (TimeWish, CheckTurn, RoundWitness):
            model._default_manager.filter(membership__person=person).delete()
        taken_on = Agreement.objects.filter(owner__person=person)
        agendas = set(taken_on.values_list("agenda", flat=True))
        # Nobody means all of us: the group sees to it now.
        taken_on.update(owner=None)
        EmptyChair.objects.filter(reader__person=person, read_at=None).update(reader=None)
        for agenda_id in agendas:
            touch(Agenda(pk=agenda_id))


AT_MEETINGS = Holder(
    name="at_meetings",
    title=gettext_lazy("At meetings"),
    place=43,
    models=(
        "youth_network.TimeWish",
        "youth_network.Agreement",
        "youth_network.EmptyChair",
        "youth_network.CheckTurn",
        "youth_network.WitnessRound",
        "youth_network.RoundWitness",
    ),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
