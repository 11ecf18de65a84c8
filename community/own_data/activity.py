"""What happens to one's own data. Written down in numbers; nobody is told."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from community.activity.record import Activity
from community.own_data.models import DataCopy, Leaving


@dataclass(frozen=True, kw_only=True)
class CopyAsked(Activity):
    kind: ClassVar[str] = "data_copy_asked"
    copy: DataCopy

    @property
    def subject(self) -> models.Model:
        return self.copy


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Activity):
    kind: ClassVar[str] = "person_left"
    leaving: Leaving

    @property
    def subject(self) -> models.Model:
        return self.leaving
