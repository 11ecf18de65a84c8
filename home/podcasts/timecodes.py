"""Moments in a recording, as people write them (1:23) and as machines do."""

import re
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

_TIMECODE = re.compile(r"(?:(\d{1,2})[:.])?(\d{1,3})[:.]([0-5]\d)|(\d{1,6})")


def as_timecode(seconds: float) -> str:
    """1:23, or 1:02:03 from an hour on."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def as_iso_duration(seconds: float) -> str:
    """PT1H2M3S, as ISO 8601 writes lengths of time."""
    whole = max(1, round(seconds))
    parts = ((whole // 3600, "H"), (whole // 60 % 60, "M"), (whole % 60, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)


def as_vtt_time(seconds: float) -> str:
    """00:01:23.000, as WebVTT writes moments."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


class TimecodeInput(forms.TextInput):
    def format_value(self, value: Any) -> str | None:
        return as_timecode(value) if isinstance(value, int) else value


class TimecodeField(forms.Field):
    widget = TimecodeInput
    default_error_messages = {"invalid": _("Write minutes and seconds, as 1:23.")}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        match = _TIMECODE.fullmatch(str(value).strip())
        if match is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        hours, minutes, seconds, alone = match.groups()
        return int(alone) if alone else int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except forms.ValidationError:
            return True


class SecondsField(models.PositiveIntegerField):
    """Whole seconds, written by people as minutes and seconds."""

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("min_value", None)
        return models.Field.formfield(self, **{"form_class": TimecodeField, **kwargs})
