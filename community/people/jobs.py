"""What is cleared away by the clock."""

from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from community import clock
from community.jobs import job
from community.people.models import AccessEnding


@job("clear-expired-sessions", every=timedelta(days=1))
def clear_expired_sessions() -> None:
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()


@job("delete-old-access-endings", every=timedelta(hours=1))
def delete_old_access_endings() -> None:
    """Web processes read endings within seconds; a day leaves room for one that was stopped."""
    AccessEnding.objects.filter(at__lt=clock.now() - timedelta(days=1)).delete()
