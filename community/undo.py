"""Undo instead of "are you sure?": a sentence on the next page, with a button that takes the deed back."""

from django.contrib import messages
from django.http import HttpRequest


def say_with_undo(request: HttpRequest, sentence: str, undo_url: str) -> None:
    """Say what was done; the toast posts `undo_url` when somebody presses "undo"."""
    messages.success(request, sentence, extra_tags=undo_url)
