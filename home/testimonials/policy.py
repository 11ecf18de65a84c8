"""Who may do what with a voice. Editors prepare and let go; only the person who spoke says yes, hides and withdraws."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from community import clock
from community.people.models import Person

if TYPE_CHECKING:
    # The models ask this policy too.
    from home.testimonials.models import Claim, Consent, Testimonial


#: Whoever keeps voices must be let into the administration too: that is what asks for a second factor, and what a
#: review of access takes away.
KEEPING = ("wagtailadmin.access_admin", "home.change_testimonial")


def can_keep_voices(person: Person | AnonymousUser) -> bool:
    """Editors, by a right that writers do not have."""
    return person.is_active and person.has_perms(KEEPING)


def can_change(person: Person, testimonial: "Testimonial") -> bool:
    return can_keep_voices(person) and testimonial.erased_at is None


def can_release(person: Person, consent: "Consent") -> bool:
    """A yes that stands, and has not been let go yet or was taken down."""
    alive = consent.ended_at is None and consent.expires_at > clock.now() and consent.cut_id is not None
    waiting = consent.released_at is None or consent.testimonial.taken_down_at is not None
    return can_change(person, consent.testimonial) and alive and waiting


def can_decide(claim: "Claim", testimonial: "Testimonial") -> bool:
    """Whoever holds an open personal address, while there is anything to decide about."""
    return claim.revoked_at is None and claim.testimonial_id == testimonial.pk and testimonial.erased_at is None
