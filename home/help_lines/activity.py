"""That numbers wait to be checked, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.people.models import Person
from home.help_lines.models import HelpLine, LineCheck
from home.help_lines.policy import keepers_of_lines


@dataclass(frozen=True, kw_only=True)
class LinesToCheck(Activity):
    """Numbers under "Get help now" were not checked for three months: whoever keeps them is told."""

    kind: ClassVar[str] = "lines_to_check"
    check: LineCheck

    @property
    def subject(self) -> LineCheck:
        return self.check

    def recipients(self) -> Iterable[Person]:
        return keepers_of_lines()

    def sentence(self) -> str:
        return gettext("Numbers under “Get help now” were not checked for three months. Ring them, and note the day.")

    def url(self) -> str:
        return reverse(HelpLine.snippet_viewset.get_url_name("list"))
