"""Quotation marks as each language writes them."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def quoted(words: str) -> str:
    return gettext("“%(words)s”") % {"words": words} if words else ""
