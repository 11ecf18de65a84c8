"""Typed readers of environment variables. A bad value stops the start with the variable's name and what to write."""

import os
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured


class Missing(ImproperlyConfigured):
    """A variable that this form of running cannot do without."""


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default its absence stops the start."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise Missing(f"{name} is not set. See .env.example for what it holds.")
    return default


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not “{value}”.")


def number(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not “{value}”.")
    return int(value)


def choice(name: str, options: Sequence[str], default: str) -> str:
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, not “{value}”.")
    return value


def listing(name: str, default: Sequence[str] = ()) -> list[str]:
    """A comma-separated list."""
    value = os.environ.get(name, "").strip()
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)


def url(name: str, schemes: Sequence[str], default: str = "") -> str:
    """An address with one of the given schemes; empty where the default is empty."""
    value = text(name, default)
    if value and value.partition("://")[0] not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}.")
    return value
