"""What happens to editions."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from community.activity.record import Activity
from home.editions.models import Edition


@dataclass(frozen=True, kw_only=True)
class EditionMade(Activity):
    kind: ClassVar[str] = "edition_made"
    edition: Edition

    @property
    def subject(self) -> models.Model:
        return self.edition


@dataclass(frozen=True, kw_only=True)
class EditionPrinted(EditionMade):
    kind: ClassVar[str] = "edition_printed"
