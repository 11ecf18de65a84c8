"""What happens to a voice and its consents, written down for the ledger. Never words, names or reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.activity.record import Activity
from community.people.models import Person
from community.people.policy import editors
from home.testimonials.models import Testimonial


@dataclass(frozen=True, kw_only=True)
class VoiceActivity(Activity):
    """Nobody is notified, but of words that still stand on a page: the desk and the personal page show it."""

    testimonial: Testimonial

    @property
    def subject(self) -> models.Model:
        return self.testimonial


@dataclass(frozen=True, kw_only=True)
class VoiceOpened(VoiceActivity):
    kind: ClassVar[str] = "voice_opened"


@dataclass(frozen=True, kw_only=True)
class ToldBefore(VoiceActivity):
    """An editor vouches that the person was told before the recording what it is for and that a no is fine."""

    kind: ClassVar[str] = "voice_told_before"


@dataclass(frozen=True, kw_only=True)
class CutMade(VoiceActivity):
    kind: ClassVar[str] = "voice_cut_made"


@dataclass(frozen=True, kw_only=True)
class ClaimMade(VoiceActivity):
    kind: ClassVar[str] = "voice_claim_made"


@dataclass(frozen=True, kw_only=True)
class ClaimsRevoked(VoiceActivity):
    kind: ClassVar[str] = "voice_claims_revoked"


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(VoiceActivity):
    kind: ClassVar[str] = "consent_given"


@dataclass(frozen=True, kw_only=True)
class ConsentChanged(VoiceActivity):
    kind: ClassVar[str] = "consent_changed"


@dataclass(frozen=True, kw_only=True)
class ConsentRenewed(VoiceActivity):
    kind: ClassVar[str] = "consent_renewed"


@dataclass(frozen=True, kw_only=True)
class ConsentReminded(VoiceActivity):
    kind: ClassVar[str] = "consent_reminded"


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(VoiceActivity):
    kind: ClassVar[str] = "consent_withdrawn"


@dataclass(frozen=True, kw_only=True)
class ConsentExpired(VoiceActivity):
    kind: ClassVar[str] = "consent_expired"


@dataclass(frozen=True, kw_only=True)
class VoiceReleased(VoiceActivity):
    kind: ClassVar[str] = "voice_released"


@dataclass(frozen=True, kw_only=True)
class VoiceTakenDown(VoiceActivity):
    kind: ClassVar[str] = "voice_taken_down"


@dataclass(frozen=True, kw_only=True)
class VoiceHidden(VoiceActivity):
    kind: ClassVar[str] = "voice_hidden"


@dataclass(frozen=True, kw_only=True)
class VoiceShown(VoiceActivity):
    kind: ClassVar[str] = "voice_shown"


@dataclass(frozen=True, kw_only=True)
class VoiceWished(VoiceActivity):
    kind: ClassVar[str] = "voice_wished"


@dataclass(frozen=True, kw_only=True)
class VoiceErased(VoiceActivity):
    """Also where somebody declined: that a person said no is written down nowhere."""

    kind: ClassVar[str] = "voice_erased"


@dataclass(frozen=True, kw_only=True)
class StraysFound(VoiceActivity):
    """Words that are erased still stand on a page, typed by hand: whoever edits the public site is told."""

    kind: ClassVar[str] = "voice_strays_found"

    def recipients(self) -> Iterable[Person]:
        return editors()

    def sentence(self) -> str:
        return gettext("Words that somebody has taken back still stand on a page, typed by hand. Take them away there.")

    def url(self) -> str:
        return reverse("voice", args=[self.testimonial.code])


@dataclass(frozen=True, kw_only=True)
class StraysGone(VoiceActivity):
    kind: ClassVar[str] = "voice_strays_gone"


#: How each reads in the ledger.
SENTENCES = {
    "voice_opened": _("Begun"),
    "voice_told_before": _("The person was told before the recording what it is for"),
    "voice_cut_made": _("New cut"),
    "voice_claim_made": _("Personal address made"),
    "voice_claims_revoked": _("Personal addresses closed"),
    "consent_given": _("Yes given"),
    "consent_changed": _("Yes changed by the person"),
    "consent_renewed": _("Yes renewed"),
    "consent_reminded": _("Reminded that the yes runs out"),
    "consent_withdrawn": _("Yes withdrawn"),
    "consent_expired": _("Yes ran out"),
    "voice_released": _("Let go on the site"),
    "voice_taken_down": _("Taken down by an editor"),
    "voice_hidden": _("Hidden by the person"),
    "voice_shown": _("Shown again by the person"),
    "voice_wished": _("Another voice wished for"),
    "voice_erased": _("Words, sound and names erased"),
    "voice_strays_found": _("The words still stand on a page, typed by hand"),
    "voice_strays_gone": _("The words stand on no page any more"),
}
