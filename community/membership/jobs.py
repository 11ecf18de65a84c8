"""What is due by the clock in this room."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from community import clock
from community.jobs import job
from community.membership.models import Invitation
from community.retention import Period, register

#: How long the name on an invitation is kept after it was used, closed or ran out: a consultant looks it up meanwhile.
NAMES_KEPT_FOR = timedelta(days=90)


def old_names() -> QuerySet[Invitation]:
    """Invitations that are over, and still say whom they were for."""
    long_ago = clock.now() - NAMES_KEPT_FOR
    over = Q(used_at__lt=long_ago) | Q(revoked_at__lt=long_ago) | Q(expires_at__lt=long_ago)
    return Invitation.objects.filter(over).exclude(invited_name="")


@job("forget_names_of_invitations", every=timedelta(days=1))
def forget_names_of_invitations() -> None:
    """Forget whom old invitations were for."""
    old_names().update(invited_name="")


register(
    Period(
        job="forget_names_of_invitations",
        what="Names that consultants wrote on invitations that are over",
        kept_for=NAMES_KEPT_FOR,
        due=lambda: old_names().count(),
        run=forget_names_of_invitations,
    )
)
