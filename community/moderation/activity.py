"""What happens to what was said, and whom it concerns. Who said it is part of no activity and of no record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.moderation.kinds import DeedKind, ReportKind
from community.moderation.models import Alarm, Appeal, Case, Deed, Report
from community.people.models import Person


def key_of(network_id: int) -> str:
    """The live key of a network's queue."""
    return f"care:{network_id}"


@dataclass(frozen=True, kw_only=True)
class CaseChanged(Activity):
    """Somebody took the case, wrote a note, gave it back: the queue shows it, and nobody is notified."""

    kind: ClassVar[str] = "case_changed"
    case: Case

    @property
    def subject(self) -> Case:
        return self.case

    def url(self) -> str:
        return reverse("case", args=[self.case.pk])

    def live_keys(self) -> Iterable[str]:
        return (key_of(self.case.network_id), f"case:{self.case.pk}")


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseChanged):
    """Something waits to be looked at: those who look after it are told, but whoever said it themselves."""

    kind: ClassVar[str] = "case_opened"
    people: tuple[int, ...] = ()

    def recipients(self) -> Iterable[Person]:
        return Person.objects.filter(pk__in=self.people)

    def sentence(self) -> str:
        kinds = {report.kind for report in self.case.reports.all()}
        words = {
            ReportKind.WORRIED: gettext("Somebody is worried about a person. Please look now."),
            ReportKind.HURTS: gettext("Somebody says that something hurts. It waits for you to look."),
            ReportKind.NAMES: gettext("Somebody may be named in some words. They wait for you to look."),
            ReportKind.FIRST_WORDS: gettext("A new member has written. It waits for you to look."),
            ReportKind.ADVERTISING: gettext("Something may be advertising. It waits for you to look."),
        }
        other = gettext("Somebody has said something about a thing here. It waits for you to look.")
        return next((sentence for kind, sentence in words.items() if kind in kinds), other)


@dataclass(frozen=True, kw_only=True)
class AuthorChanged(CaseOpened):
    """The author changed what they were asked to: those who look after it look once more."""

    kind: ClassVar[str] = "author_changed"

    def sentence(self) -> str:
        return gettext("Words that were hidden are changed. They wait for you to look again.")


@dataclass(frozen=True, kw_only=True)
class DeputyNeeded(CaseOpened):
    """Nobody in the network may act or judge, and it has named no deputy: programme staff find one."""

    kind: ClassVar[str] = "deputy_needed"

    def sentence(self) -> str:
        place = self.case.network.municipality
        return gettext("%(place)s needs a consultant of another network to look at something.") % {"place": place}

    def url(self) -> str:
        return reverse("care_rules", args=[self.case.network_id])


@dataclass(frozen=True, kw_only=True)
class WorryRaised(Activity):
    """Somebody of the staff is called because of a worry, until one of them takes it."""

    kind: ClassVar[str] = "worry_raised"
    alarm: Alarm

    @property
    def subject(self) -> Alarm:
        return self.alarm

    def recipients(self) -> Iterable[Person]:
        return (self.alarm.person,)

    def sentence(self) -> str:
        if self.alarm.step:
            return gettext("Somebody is worried about a person, and nobody has taken it yet. Please look now.")
        return gettext("Somebody is worried about a person. Please look now.")

    def url(self) -> str:
        return reverse("case", args=[self.alarm.case_id])

    def live_keys(self) -> Iterable[str]:
        return (key_of(self.alarm.case.network_id),)


#: What whom it concerns reads first; {name} has done it.
SENTENCES = {
    DeedKind.HIDE: lambda: gettext("%(name)s has hidden something of yours. The rule and the reason stand there."),
    DeedKind.LET_STAND: lambda: gettext("%(name)s has looked at something of yours. It stands for everybody."),
    DeedKind.ASK_CHANGE: lambda: gettext("%(name)s asks you to change something before the others see it again."),
    DeedKind.CLOSE_TOPIC: lambda: gettext("%(name)s has closed a topic of yours. The rule and the reason stand there."),
    DeedKind.MOVE_TOPIC: lambda: gettext("%(name)s has moved a topic of yours. The rule and the reason stand there."),
    DeedKind.PAUSE: lambda: gettext("%(name)s has given you a pause. Why, and until when, stands there."),
    DeedKind.END_MEMBERSHIP: lambda: gettext(
        "%(name)s has ended your membership. The rule and the reason stand there."
    ),
    DeedKind.HIDE_ALL: lambda: gettext("%(name)s has hidden several things of yours. Why stands there."),
    DeedKind.HIDDEN_UNTIL_SEEN: lambda: gettext("Something of yours is hidden until a consultant has looked."),
    DeedKind.HELD: lambda: gettext("Your first words wait until a consultant has looked. That is so for all new here."),
}


@dataclass(frozen=True, kw_only=True)
class DeedDone(Activity):
    """Something was done: whom it concerns is told, by the same row that the log of the case shows."""

    kind: ClassVar[str] = "deed_done"
    deed: Deed
    #: Keys of pages on which the thing stands.
    keys: tuple[str, ...] = ()

    @property
    def subject(self) -> Deed:
        return self.deed

    def recipients(self) -> Iterable[Person]:
        person = self.deed.person
        return (person,) if person is not None and self.deed.kind in SENTENCES else ()

    def sentence(self) -> str:
        by = self.deed.by.display_name if self.deed.by else ""
        say = SENTENCES.get(DeedKind(self.deed.kind))
        return say() % {"name": by} if say else ""

    def url(self) -> str:
        return reverse("deed", args=[self.deed.pk])

    def live_keys(self) -> Iterable[str]:
        return (key_of(self.deed.case.network_id), f"case:{self.deed.case_id}", *self.keys)


@dataclass(frozen=True, kw_only=True)
class DeedUndone(DeedDone):
    """It was taken back: whom it concerned is told."""

    kind: ClassVar[str] = "deed_undone"

    def sentence(self) -> str:
        if self.deed.kind == DeedKind.PAUSE:
            return gettext("Your pause is over. You can write again.")
        return gettext("Something that was done about you is taken back.")


@dataclass(frozen=True, kw_only=True)
class WorrySeen(Activity):
    """Whoever was worried hears that somebody has it now."""

    kind: ClassVar[str] = "worry_seen"
    report: Report

    @property
    def subject(self) -> Report:
        return self.report

    def recipients(self) -> Iterable[Person]:
        return (self.report.reporter,) if self.report.reporter else ()

    def sentence(self) -> str:
        return gettext("Somebody of the team has seen what worries you, and is on it.")

    def url(self) -> str:
        return reverse("my_report", args=[self.report.pk])


@dataclass(frozen=True, kw_only=True)
class ReportAnswered(WorrySeen):
    """Whoever said something learns what became of it."""

    kind: ClassVar[str] = "report_answered"

    def sentence(self) -> str:
        return gettext("Thank you. What you said something about has been looked at.")


@dataclass(frozen=True, kw_only=True)
class AppealMade(Activity):
    """Somebody asks for another look: those who may judge are told."""

    kind: ClassVar[str] = "appeal_made"
    appeal: Appeal
    people: tuple[int, ...] = ()

    @property
    def subject(self) -> Appeal:
        return self.appeal

    def recipients(self) -> Iterable[Person]:
        return Person.objects.filter(pk__in=self.people)

    def sentence(self) -> str:
        return gettext("Somebody asks that you look again at what a colleague did.")

    def url(self) -> str:
        return reverse("case", args=[self.appeal.deed.case_id])

    def live_keys(self) -> Iterable[str]:
        return (key_of(self.appeal.deed.case.network_id), f"case:{self.appeal.deed.case_id}")


@dataclass(frozen=True, kw_only=True)
class AppealAnswered(AppealMade):
    """Whoever asked learns what the other one found."""

    kind: ClassVar[str] = "appeal_answered"

    def recipients(self) -> Iterable[Person]:
        return (self.appeal.by,)

    def sentence(self) -> str:
        by = self.appeal.answered_by
        return gettext("%(name)s has looked again, as you asked.") % {"name": by.display_name if by else ""}

    def url(self) -> str:
        return reverse("deed", args=[self.appeal.deed_id])
