"""What a consultant does about a case. Each deed is one row, of which the author's notice, the log and the counts are
made.

All take the number of the case's version that the consultant had before them. Where somebody did something meanwhile,
nothing happens and ActedMeanwhile says so: of two who act at once one wins, and the other is told.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.house_rules.models import GeneralRule, HouseRule
from community.house_rules.operations import rules_of_a_place
from community.membership.models import Membership
from community.membership.operations import end_membership
from community.moderation.activity import CaseOpened, DeedDone
from community.moderation.closing import close, looked_at_by
from community.moderation.kinds import DeedKind
from community.moderation.models import Case, CaseNote, Deed
from community.moderation.policy import can_act_on, can_look_after, psychologists_of
from community.moderation.standing import end_what_hides, show
from community.people.models import Person
from community.permissions import Refused, require
from community.subjects import Care, SubjectKind, named

Rule = HouseRule | GeneralRule


class ActedMeanwhile(Refused):
    """Somebody did something about the case after the page was made."""


@dataclass
class Hand:
    """A case with its row held, and the thing it is about, ready for a deed."""

    case: Case
    kind: SubjectKind
    care: Care
    thing: Any

    def keys(self) -> tuple[str, ...]:
        return self.kind.live_keys(self.thing) if self.thing is not None else ()


def hold(actor: Person, case: Case, version: int) -> Hand:
    """The case with its row held, as somebody who may look after it has it before them. Raises Refused and
    ActedMeanwhile."""
    kind = named(case.subject_type)
    assert kind is not None
    assert kind.care is not None
    if kind.care.lock is not None and kind.standing_or_hidden(case.subject_id) is not None:
        kind.care.lock(case.subject_id)
    related = ("network", "author", "space__group")
    case = Case.objects.select_for_update(of=("self",)).select_related(*related).get(pk=case.pk)
    require(can_look_after(actor, case), _("You cannot look after this case."))
    if case.version != version:
        raise ActedMeanwhile(
            _("Somebody has done something about this meanwhile. Look at it first: nothing is changed.")
        )
    case.version += 1
    return Hand(case, kind, kind.care, kind.standing_or_hidden(case.subject_id))


def hold_to_act(actor: Person, case: Case, version: int) -> Hand:
    hand = hold(actor, case, version)
    require(can_act_on(actor, hand.case, hand.case.author), _("You cannot decide about this case."))
    return hand


def held_by(case: Case, rule: Rule) -> dict[str, Any]:
    """What holds the deed. Raises Refused for a rule that does not hold where the thing stands."""
    require(rule in rules_of_a_place(case.network_id, case.space), _("Choose one of the house rules."))
    house = isinstance(rule, HouseRule)
    return {
        "rule": rule if house else None,
        "general_rule": None if house else rule,
        "rule_text": rule.text,
    }


def do(hand: Hand, actor: Person, kind: DeedKind, *, closes: bool = True, **what: Any) -> Deed:
    """Write the deed down, tell whom it concerns and, where it closes the case, those who said something."""
    case = hand.case
    looked_at_by(case, actor)
    deed = Deed.objects.create(case=case, kind=kind, by=actor, at=clock.now(), **what)
    if closes:
        close(case, actor)
    case.save()
    record(DeedDone(actor=actor, deed=deed, keys=hand.keys()))
    return deed


def _hides(hand: Hand) -> None:
    hides = hand.thing is not None and hand.care.hide is not None and hand.care.may_hide(hand.thing)
    require(hides, _("This cannot be hidden."))
    assert hand.care.hide is not None
    hand.care.hide(hand.case.subject_id, True)


@transaction.atomic
def hide_thing(*, actor: Person, case: Case, version: int, rule: Rule, words: str = "") -> Deed:
    """Hide it from everybody but its author and the network's consultants, by a house rule. Its author is told which
    and why. Closes the case. Raises Refused and ActedMeanwhile."""
    hand = hold_to_act(actor, case, version)
    _hides(hand)
    hand.case.waits_for_author = False
    return do(hand, actor, DeedKind.HIDE, person=hand.case.author, words=words, **held_by(hand.case, rule))


@transaction.atomic
def let_stand(*, actor: Person, case: Case, version: int, words: str = "") -> Deed:
    """Let what was hidden stand again, by whatever deed it was; its author is told, and of a new member's first words
    whoever would have been told of them then. The same words are not hidden again by what protects by itself. Closes
    the case. Raises Refused where it is not hidden, and ActedMeanwhile."""
    hand = hold_to_act(actor, case, version)
    hidden = hand.thing is not None and hand.care.hide is not None and hand.care.is_hidden(hand.thing)
    require(hidden, _("It stands already."))
    show(hand.kind, hand.case.subject_id, actor)
    end_what_hides(hand.kind, hand.case.subject_id, hand.case.author_id, actor)
    hand.case.waits_for_author = False
    return do(hand, actor, DeedKind.LET_STAND, person=hand.case.author, words=words)


@transaction.atomic
def ask_to_change(*, actor: Person, case: Case, version: int, rule: Rule, words: str) -> Deed:
    """Hide it until its author has changed it as they are asked to. The case stays open and comes back when they have.
    Raises Refused without words, and ActedMeanwhile."""
    hand = hold_to_act(actor, case, version)
    require(bool(words.strip()), _("Write what you would like to have changed."))
    require(hand.case.author is not None, _("There is nobody to ask."))
    _hides(hand)
    hand.case.waits_for_author, hand.case.author_changed_at = True, None
    return do(
        hand,
        actor,
        DeedKind.ASK_CHANGE,
        closes=False,
        person=hand.case.author,
        words=words,
        **held_by(hand.case, rule),
    )


@transaction.atomic
def close_topic(*, actor: Person, case: Case, version: int, rule: Rule, words: str = "") -> Deed:
    """Let nobody add to it any more; what was said stands, and the rule stands beside it. Raises Refused and
    ActedMeanwhile."""
    hand = hold_to_act(actor, case, version)
    closes = hand.thing is not None and hand.care.close is not None and hand.care.closes(hand.thing)
    require(closes, _("This cannot be closed."))
    assert hand.care.close is not None
    held = held_by(hand.case, rule)
    hand.care.close(hand.case.subject_id, rule.text)
    return do(hand, actor, DeedKind.CLOSE_TOPIC, person=hand.case.author, words=words, **held)


@transaction.atomic
def move_topic(*, actor: Person, case: Case, version: int, place: int, rule: Rule, words: str = "") -> Deed:
    """Put it where fewer people read it, with all that was said there. Raises Refused for a place where more would read
    it, and ActedMeanwhile."""
    hand = hold_to_act(actor, case, version)
    require(hand.thing is not None and hand.care.move is not None, _("This cannot be moved."))
    assert hand.care.move is not None
    places = hand.care.places(hand.thing)
    require(place in {number for number, _name in places}, _("Choose where it goes."))
    held = held_by(hand.case, rule)
    keys = hand.keys()
    before = hand.care.move(hand.case.subject_id, place)
    hand.thing = hand.kind.standing_or_hidden(hand.case.subject_id)
    about = {"from": before, "to": place, "keys": list(keys)}
    return do(hand, actor, DeedKind.MOVE_TOPIC, person=hand.case.author, words=words, about=about, **held)


def membership_of(case: Case) -> Membership | None:
    """The present membership, in the case's network, of whom the case is about."""
    return Membership.objects.current().filter(person=case.author_id, network=case.network_id).first()


def _member(hand: Hand) -> Membership:
    membership = membership_of(hand.case)
    if membership is None:
        raise Refused(_("They are not in this network any more."))
    return Membership.objects.select_for_update(of=("self",)).select_related("person").get(pk=membership.pk)


@transaction.atomic
def pause_person(*, actor: Person, case: Case, version: int, until: datetime, rule: Rule, words: str) -> Deed:
    """Let the person read and not write until then, everywhere but in talks with the staff. They read why, in human
    words. Raises Refused without words or for a moment that is past, and ActedMeanwhile."""
    hand = hold_to_act(actor, case, version)
    require(bool(words.strip()), _("Write why, as you would say it."))
    require(until > clock.now(), _("A pause ends later than now."))
    member = _member(hand)
    member.paused_until = until
    member.save(update_fields=["paused_until"])
    held = held_by(hand.case, rule) | {"about": {"membership": member.pk}}
    return do(hand, actor, DeedKind.PAUSE, person=member.person, words=words, until=until, **held)


@transaction.atomic
def end_membership_by_rule(*, actor: Person, case: Case, version: int, rule: Rule, words: str) -> Deed:
    """End the person's membership in the network: reading, mail and open sockets end at once, what they wrote stays.
    They read why. Raises Refused without words, and ActedMeanwhile."""
    hand = hold_to_act(actor, case, version)
    require(bool(words.strip()), _("Write why, as you would say it."))
    member = _member(hand)
    held = held_by(hand.case, rule) | {"about": {"membership": member.pk}}
    deed = do(hand, actor, DeedKind.END_MEMBERSHIP, person=member.person, words=words, **held)
    # Last: the deed's notice is written while they may still be told.
    end_membership(actor=actor, membership=member)
    return deed


@transaction.atomic
def hand_over_case(*, actor: Person, case: Case, version: int, to: Person, words: str = "") -> Deed:
    """Let a psychologist of the network go on with it: they see the case and are told. Raises Refused and
    ActedMeanwhile."""
    hand = hold(actor, case, version)
    known = psychologists_of(hand.case.network_id).exclude(pk=hand.case.author_id or 0)
    require(known.filter(pk=to.pk).exists(), _("Choose a psychologist of the network."))
    hand.case.handed_to = to
    if words.strip():
        CaseNote.objects.create(case=hand.case, by=actor, words=words, at=clock.now())
    deed = do(hand, actor, DeedKind.HAND_OVER, closes=False, about={"to": to.pk})
    record(CaseOpened(actor=actor, case=hand.case, people=(to.pk,)))
    return deed


@transaction.atomic
def close_case(*, actor: Person, case: Case, version: int) -> Deed:
    """Note that somebody has looked and there is nothing to do, or nothing more. Those who said something are told; its
    author is not. Raises Refused while the thing is hidden until somebody has looked, and ActedMeanwhile."""
    hand = hold(actor, case, version)
    waits = hand.thing is not None and hand.care.is_hidden(hand.thing) and not decided(hand.case)
    require(not waits, _("It is hidden. Decide first whether it stays so."))
    return do(hand, actor, DeedKind.CLOSE_CASE)


def decided(case: Case) -> bool:
    """Whether a person has hidden what the case is about, by itself or with much else, and not only a rule."""
    about = Deed.objects.filter(case__subject_type=case.subject_type, case__subject_id=case.subject_id)
    if about.filter(kind=DeedKind.HIDE, undone_at=None).exists():
        return True
    sprees = Deed.objects.filter(kind=DeedKind.HIDE_ALL, person=case.author_id, undone_at=None)
    return any([case.subject_type, case.subject_id] in deed.about.get("things", []) for deed in sprees)
