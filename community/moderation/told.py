"""How all this is told: in the app, and by mail, which holds not a word of what was said and no name."""

from dataclasses import replace
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from community.moderation.activity import (
    AppealAnswered,
    AppealMade,
    AuthorChanged,
    CaseOpened,
    DeedDone,
    DeedUndone,
    DeputyNeeded,
    ReportAnswered,
    WorryRaised,
    WorrySeen,
)
from community.moderation.models import Alarm, Appeal, Case, Deed, Report
from community.notifications.kinds import Kind, Mail
from community.people.models import Person
from community.permissions import is_programme, is_staff


def _cases_of_all(person: Person) -> "QuerySet[Case]":
    """Programme staff learn that a network needs a deputy, and nothing of the case."""
    return Case.objects.filter(deputy=None) if is_programme(person) else Case.objects.none()


CASE_OPENED = Kind(
    activity=CaseOpened,
    label=_("Something waits for me to look at it"),
    visible_to=Case.objects.visible_to,
    retell=lambda case: CaseOpened(actor=None, case=case),
    announces=False,
    concerns=is_staff,
    select_related=("network",),
    mail=Mail(
        subject=_("Something waits for you to look"),
        general=_("Something waits for you to look at it."),
        delay=timedelta(0),
    ),
)

AUTHOR_CHANGED = replace(
    CASE_OPENED,
    activity=AuthorChanged,
    label=_("Hidden words that I look after are changed"),
    retell=lambda case: AuthorChanged(actor=None, case=case),
    mail=None,
)

DEPUTY_NEEDED = replace(
    CASE_OPENED,
    activity=DeputyNeeded,
    label=_("A network needs somebody of another network to look"),
    visible_to=_cases_of_all,
    retell=lambda case: DeputyNeeded(actor=None, case=case),
    concerns=is_programme,
    mail=Mail(
        subject=_("A network needs a deputy"),
        general=_("A network needs a consultant of another network to look at something."),
    ),
)

WORRY_RAISED = Kind(
    activity=WorryRaised,
    label=_("Somebody is worried about a person"),
    visible_to=Alarm.objects.visible_to,
    retell=lambda alarm: WorryRaised(actor=None, alarm=alarm),
    announces=False,
    # Nobody of the staff can turn it off.
    concerns=lambda person: False,
    select_related=("person", "case"),
    mail=Mail(
        subject=_("Please look now"),
        general=_("Somebody is worried about a person. Please look now."),
        delay=timedelta(0),
        urgent=True,
    ),
)

DEED_DONE = Kind(
    activity=DeedDone,
    label=_("A consultant has done something about my words or about me"),
    visible_to=Deed.objects.visible_to,
    retell=lambda deed: DeedDone(actor=deed.by, deed=deed),
    announces=False,
    select_related=("by", "person", "case"),
    mail=Mail(
        subject=_("A consultant has looked at something of yours"),
        general=_("A consultant has done something about what you wrote. The rule and the reason stand there."),
    ),
)

DEED_UNDONE = replace(
    DEED_DONE,
    activity=DeedUndone,
    label=_("What was done about me is taken back"),
    retell=lambda deed: DeedUndone(actor=deed.undone_by, deed=deed),
    mail=Mail(
        subject=_("Something is taken back"),
        general=_("Something that was done about you is taken back."),
    ),
)

REPORT_ANSWERED = Kind(
    activity=ReportAnswered,
    label=_("What became of what I said something about"),
    visible_to=Report.objects.visible_to,
    retell=lambda report: ReportAnswered(actor=None, report=report),
    announces=False,
    select_related=("reporter",),
    mail=Mail(subject=_("Thank you"), general=_("What you said something about has been looked at.")),
)

WORRY_SEEN = replace(
    REPORT_ANSWERED,
    activity=WorrySeen,
    label=_("Somebody has seen what worries me"),
    retell=lambda report: WorrySeen(actor=None, report=report),
    mail=Mail(subject=_("Thank you"), general=_("Somebody of the team has seen what you said."), delay=timedelta(0)),
)

APPEAL_MADE = Kind(
    activity=AppealMade,
    label=_("Somebody asks me to look again at what a colleague did"),
    visible_to=Appeal.objects.visible_to,
    retell=lambda appeal: AppealMade(actor=None, appeal=appeal),
    announces=False,
    concerns=is_staff,
    select_related=("deed__case", "by", "answered_by"),
    mail=Mail(
        subject=_("Somebody asks you to look again"),
        general=_("Somebody asks that you look again at what a colleague did."),
    ),
)

APPEAL_ANSWERED = replace(
    APPEAL_MADE,
    activity=AppealAnswered,
    label=_("Somebody has looked again, as I asked"),
    retell=lambda appeal: AppealAnswered(actor=appeal.answered_by, appeal=appeal),
    concerns=lambda person: True,
    mail=Mail(subject=_("Somebody has looked again"), general=_("Somebody has looked again, as you asked.")),
)

KINDS = (
    WORRY_RAISED,
    CASE_OPENED,
    AUTHOR_CHANGED,
    DEPUTY_NEEDED,
    APPEAL_MADE,
    DEED_DONE,
    DEED_UNDONE,
    APPEAL_ANSWERED,
    WORRY_SEEN,
    REPORT_ANSWERED,
)
