"""How long the words of cases are kept. What was done, by which rule, and when, stays for the counts."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from community import clock
from community.moderation.models import Appeal, Case, CaseNote, Deed, Report

#: From the closing of a case on.
WORDS_KEPT_FOR = timedelta(days=180)
#: Cases that one run erases.
ERASED_A_RUN = 200
_ERASED = "–"


def old_cases() -> QuerySet[Case]:
    """Those whose words are over."""
    return Case.objects.filter(closed_at__lt=clock.now() - WORDS_KEPT_FOR, erased_at=None)


def erase_old_cases(*, limit: int = ERASED_A_RUN) -> int:
    """Erase what was reported, said, noted and answered in cases that were closed long ago, and who said it. Gives how
    many cases it was."""
    ids = list(old_cases().order_by("pk").values_list("pk", flat=True)[:limit])
    for pk in ids:
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            Report.objects.filter(case=case).update(reporter=None, words="", said="")
            CaseNote.objects.filter(case=case).delete()
            Deed.objects.filter(case=case).update(words="")
            Appeal.objects.filter(deed__case=case).update(words="")
            Appeal.objects.filter(deed__case=case).exclude(answer="").update(answer=_ERASED)
            case.erased_at = clock.now()
            case.save(update_fields=["erased_at"])
    return len(ids)
