"""What the pages at the doors say in words."""

from django import template
from django.utils.translation import gettext

register = template.Library()

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"))
_BROWSERS_AFTER = (("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """A browser and a system one recognises, such as "Firefox, Android"; no addresses, no versions."""
    names = [
        next((name for mark, name in kinds if mark in user_agent), "")
        for kinds in (_BROWSERS + _BROWSERS_AFTER, _SYSTEMS)
    ]
    return ", ".join(name for name in names if name) or gettext("A device")


@register.filter
def shape(role: str) -> str:
    """The shape of a face by role: leaf, ring or door."""
    return {"youth": "youth", "company": "firm"}.get(role, "staff")
