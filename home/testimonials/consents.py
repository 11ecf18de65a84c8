"""Saying yes, changing it, hiding, showing again, renewing, withdrawing: deeds of the person who spoke.

They hold a personal address (Claim) and need no account. What makes less public holds at once; what makes more public
rests for 72 hours first.
"""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import Refused, require
from home.testimonials.activity import (
    ConsentChanged,
    ConsentGiven,
    ConsentRenewed,
    ConsentWithdrawn,
    VoiceHidden,
    VoiceShown,
    VoiceWished,
)
from home.testimonials.erasing import erase
from home.testimonials.models import (
    HOLDS,
    PAUSE,
    SITE,
    Claim,
    Consent,
    ConsentScope,
    ConsentWording,
    Cut,
    How,
    NameForm,
    Scope,
    Testimonial,
)
from home.testimonials.operations import CODE_SIGNS, digest_of, earlier_than, end, end_earlier, token_digest
from home.testimonials.policy import can_change, can_decide


def claim_of(token: str) -> Claim | None:
    """The claim that a token opens; None for one that was ended."""
    claims = Claim.objects.filter(revoked_at=None, token_digest=token_digest(token))
    return claims.select_related("testimonial").first()


def standing_wording() -> ConsentWording:
    return ConsentWording.objects.order_by("-version").first() or _no_wording()


def _no_wording() -> ConsentWording:
    raise Refused(_("There is no text to say yes to yet."))


def latest_cut(testimonial: Testimonial) -> Cut | None:
    return Cut.objects.filter(testimonial=testimonial).order_by("-number").first()


def present_consent(testimonial: Testimonial) -> Consent | None:
    """The yes that was given last and has not ended, whether it shows anything yet or not."""
    consents = Consent.objects.newest().filter(testimonial=testimonial)
    return consents.select_related("cut", "wording", "testimonial").first()


def _mine(claim: Claim) -> Testimonial:
    testimonial = Testimonial.objects.select_for_update().get(pk=claim.testimonial_id)
    claim = Claim.objects.get(pk=claim.pk)
    require(can_decide(claim, testimonial), _("There is nothing left to decide here."))
    return testimonial


@transaction.atomic
def give_consent(
    *,
    claim: Claim,
    cut: Cut,
    wording: ConsentWording,
    scopes: Collection[str],
    name_form: str,
    shown_name: str = "",
    language: str = "da",
) -> Consent:
    """Say yes to this cut, in these ways, under this name. It rests for 72 hours and holds for a year.

    An earlier yes holds until this one has come to stand, from now on within the same ways and under no more open a
    name; where the voice is hidden, it ends, so that only this one comes out of hiding. Raises Refused where a newer
    cut has been made meanwhile, where this one has its yes, and without any place to be shown.
    """
    testimonial = _mine(claim)
    return _given(testimonial, cut, wording, scopes, name_form, shown_name, language, How.SELF, None, clock.now())


@transaction.atomic
def record_consent(
    *,
    actor: Person,
    cut: Cut,
    wording: ConsentWording,
    scopes: Collection[str],
    name_form: str,
    shown_name: str = "",
    language: str = "da",
    how: str,
    given_at: datetime | None = None,
    asked_freely: bool = False,
) -> Consent:
    """Write down a yes that was given on paper, by signature or orally, by whom it is written down and when it was
    given. It rests from now on, whenever it was given. Whoever writes it down vouches that it was asked for by somebody
    outside the person's case; that is kept with it. Raises Refused as give_consent does, and where nobody vouches."""
    testimonial = Testimonial.objects.select_for_update().get(pk=cut.testimonial_id)
    require(can_change(actor, testimonial) and how in How.values and how != How.SELF)
    require(asked_freely or how == How.SOURCE, _("Otherwise the yes is not free, and does not count."))
    given = given_at or clock.now()
    require(given <= clock.now(), _("A yes that is still to come cannot be written down."))
    consent = _given(testimonial, cut, wording, scopes, name_form, shown_name, language, how, actor, given)
    if asked_freely:
        consent.asked_freely = True
        consent.save(update_fields=["asked_freely"])
    return consent


def _given(
    testimonial: Testimonial,
    cut: Cut,
    wording: ConsentWording,
    scopes: Collection[str],
    name_form: str,
    shown_name: str,
    language: str,
    how: str,
    actor: Person | None,
    given_at: datetime,
) -> Consent:
    latest = latest_cut(testimonial)
    require(latest is not None and cut.pk == latest.pk, _("There is a newer cut. Look at that one first."))
    _check_choice(scopes, name_form, shown_name)
    opens_at = clock.now() + PAUSE
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                testimonial=testimonial,
                cut=cut,
                cut_digest=digest_of(cut),
                wording=wording,
                language=language,
                how=how,
                recorded_by=actor,
                given_at=given_at,
                opens_at=opens_at,
                expires_at=max(given_at + HOLDS, opens_at + PAUSE),
                name_form=name_form,
                shown_name=shown_name if name_form != NameForm.ROLE else "",
                receipt=_receipt(),
            )
    except IntegrityError:
        raise Refused(_("A yes to this has been given already.")) from None
    ConsentScope.objects.bulk_create(
        ConsentScope(consent=consent, scope=scope, opens_at=opens_at) for scope in Scope.values if scope in scopes
    )
    if testimonial.hidden_at:
        # What was hidden was shown by an earlier yes, which nobody has asked to see again.
        end_earlier(consent)
        testimonial.hidden_at = None
        testimonial.save(update_fields=["hidden_at"])
    for earlier in earlier_than(consent):
        _narrow(earlier, scopes, name_form, consent.shown_name)
    record(ConsentGiven(actor=actor, testimonial=testimonial))
    return consent


def _receipt() -> str:
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(10))


def _check_choice(scopes: Collection[str], name_form: str, shown_name: str) -> None:
    require(bool(set(scopes) & set(SITE.values())), _("Choose at least one language it may be shown in."))
    require(set(scopes) <= set(Scope.values) and name_form in NameForm.values)
    require(name_form == NameForm.ROLE or bool(shown_name), _("Write what is to be shown."))


@transaction.atomic
def change_consent(*, claim: Claim, scopes: Collection[str], name_form: str, shown_name: str = "") -> Consent:
    """Change where one is shown and under which name. A tick taken away and a more closed name hold at once; a new
    tick and a more open name rest for 72 hours. Raises Refused where no yes stands, and without a place to be shown."""
    testimonial = _mine(claim)
    consent = _standing(testimonial)
    _check_choice(scopes, name_form, shown_name)
    kept = _end_ticks(consent, scopes)
    opens_at = max(clock.now() + PAUSE, consent.opens_at)
    for scope in set(scopes) - kept:
        ConsentScope.objects.create(consent=consent, scope=scope, opens_at=opens_at)
    _rename(consent, name_form, shown_name)
    for earlier in earlier_than(consent):
        _narrow(earlier, scopes, name_form, shown_name)
    record(ConsentChanged(actor=None, testimonial=testimonial))
    return consent


def _end_ticks(consent: Consent, scopes: Collection[str]) -> set[str]:
    """End the ticks that are not among these. Returns those that stay."""
    ticks = consent.scopes.filter(ended_at=None)
    ticks.exclude(scope__in=scopes).update(ended_at=clock.now())
    return set(ticks.values_list("scope", flat=True))


def _narrow(consent: Consent, scopes: Collection[str], form: str, name: str) -> None:
    """Close in an earlier yes, which may be what is shown now, whatever a later one closes; open nothing in it."""
    _end_ticks(consent, scopes)
    if NameForm(form).openness > NameForm(consent.name[0]).openness:
        form, name = consent.name
    consent.name_form, consent.shown_name = form, name if form != NameForm.ROLE else ""
    consent.next_name_form, consent.next_name, consent.next_name_at = "", "", None
    consent.save(update_fields=["name_form", "shown_name", "next_name_form", "next_name", "next_name_at"])


def _rename(consent: Consent, form: str, name: str) -> None:
    name = name if form != NameForm.ROLE else ""
    present = consent.name
    consent.name_form, consent.shown_name = present
    consent.next_name_form, consent.next_name, consent.next_name_at = "", "", None
    if (form, name) != present:
        if NameForm(form).openness > NameForm(present[0]).openness and consent.opens_at <= clock.now():
            consent.next_name_form, consent.next_name = form, name
            consent.next_name_at = clock.now() + PAUSE
        else:
            consent.name_form, consent.shown_name = form, name
    consent.save(update_fields=["name_form", "shown_name", "next_name_form", "next_name", "next_name_at"])


def _standing(testimonial: Testimonial) -> Consent:
    consent = present_consent(testimonial)
    require(consent is not None, _("There is no yes to change."))
    return Consent.objects.select_for_update().get(pk=consent.pk)  # type: ignore[union-attr]


@transaction.atomic
def hide_voice(*, claim: Claim) -> None:
    """Hide one's voice everywhere at once. Nothing is erased, and nobody is told why. Twice is once."""
    testimonial = _mine(claim)
    if testimonial.hidden_at is None:
        testimonial.hidden_at = clock.now()
        testimonial.save(update_fields=["hidden_at"])
        record(VoiceHidden(actor=None, testimonial=testimonial))


@transaction.atomic
def show_voice(*, claim: Claim) -> None:
    """Show it again, as it was before."""
    testimonial = _mine(claim)
    if testimonial.hidden_at is not None:
        testimonial.hidden_at = None
        testimonial.save(update_fields=["hidden_at"])
        record(VoiceShown(actor=None, testimonial=testimonial))


@transaction.atomic
def wish_for_voice(*, claim: Claim, voice: str) -> None:
    """Ask for another voice than the one in the cut. Nothing is shown that was not shown before; the editors see the
    wish, and a new cut is shown to the person first."""
    testimonial = _mine(claim)
    testimonial.wished_voice = voice
    testimonial.save(update_fields=["wished_voice"])
    record(VoiceWished(actor=None, testimonial=testimonial))


@transaction.atomic
def renew_consent(*, claim: Claim) -> Consent:
    """Let a yes hold for another year from now: of the same cut, in the same ways. One that has run out has closed the
    page, which opens again as any other does: by a yes of today that rests for 72 hours. Raises Refused where there
    is none to renew."""
    testimonial = _mine(claim)
    consent = _standing(testimonial)
    if consent.expires_at <= clock.now():
        consent = _given_again(consent)
    else:
        consent.expires_at, consent.reminded_at = clock.now() + HOLDS, None
        consent.save(update_fields=["expires_at", "reminded_at"])
    record(ConsentRenewed(actor=None, testimonial=testimonial))
    return consent


def _given_again(over: Consent) -> Consent:
    """A new yes in the place of one that has run out; what an editor has looked at need not be looked at again."""
    now = clock.now()
    opens_at = now + PAUSE
    ticks = list(over.scopes.filter(ended_at=None).values_list("scope", flat=True))
    name_form, shown_name = over.name
    if over.released_at:
        # They were replaced when it opened, and do not come back while it rests.
        end_earlier(over)
    end(over)
    again = Consent.objects.create(
        testimonial=over.testimonial,
        cut=over.cut,
        cut_digest=over.cut_digest,
        wording=over.wording,
        language=over.language,
        how=How.SELF,
        given_at=now,
        opens_at=opens_at,
        expires_at=now + HOLDS,
        name_form=name_form,
        shown_name=shown_name,
        released_at=over.released_at,
        released_by=over.released_by,
        receipt=_receipt(),
    )
    ConsentScope.objects.bulk_create(ConsentScope(consent=again, scope=scope, opens_at=opens_at) for scope in ticks)
    return again


@transaction.atomic
def withdraw_consent(*, claim: Claim) -> None:
    """Take every yes back, or say no: words, sound and names are erased at once and everywhere. What is on paper
    cannot be called back; its code answers that the clip is shared no longer. The address goes on to show the receipt.
    """
    testimonial = _mine(claim)
    given = Consent.objects.filter(testimonial=testimonial).exists()
    if given:
        record(ConsentWithdrawn(actor=None, testimonial=testimonial))
    erase(testimonial)
