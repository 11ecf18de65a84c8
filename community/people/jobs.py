"""What is cleared away by the clock."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from community import clock
from community.jobs import job
from community.people.models import AccessEnding
from community.retention import Period, register

#: Web processes read endings within seconds; a day leaves room for one that was stopped.
ENDINGS_KEPT_FOR = timedelta(days=1)


def devices_signed_out() -> QuerySet[UserSession]:
    """Lines of the list of devices whose session is gone: browser and place are of no use to anybody."""
    standing = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return UserSession.objects.exclude(Exists(standing))


@job("clear-expired-sessions", every=timedelta(days=1))
def clear_expired_sessions() -> None:
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    devices_signed_out().delete()


def old_endings() -> QuerySet[AccessEnding]:
    return AccessEnding.objects.filter(at__lt=clock.now() - ENDINGS_KEPT_FOR)


@job("delete-old-access-endings", every=timedelta(hours=1))
def delete_old_access_endings() -> None:
    old_endings().delete()


register(
    Period(
        job="clear-expired-sessions",
        what="Sessions without a visit, with the devices they were on",
        kept_for=timedelta(seconds=settings.SESSION_COOKIE_AGE),
        # Sessions run out by the real time, whatever our clock is set to.
        due=lambda: Session.objects.filter(expire_date__lt=timezone.now()).count() + devices_signed_out().count(),
        run=clear_expired_sessions,
    )
)
register(
    Period(
        job="delete-old-access-endings",
        what="Numbers by which open pages close",
        kept_for=ENDINGS_KEPT_FOR,
        due=lambda: old_endings().count(),
        run=delete_old_access_endings,
    )
)
