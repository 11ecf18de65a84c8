"""Undo instead of "are you sure?": a sentence on the next page, with a button that takes the deed back."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest

#: "Undo" stands on the page for ten seconds; it is taken for longer, since nets are slow. No mail goes before that.
UNDO_TAKEN_FOR = timedelta(seconds=90)


def say_with_undo(request: HttpRequest, sentence: str, undo_url: str) -> None:
    """Say what was done; the toast posts `undo_url` when somebody presses "undo"."""
    messages.success(request, sentence, extra_tags=undo_url)
