# ruff: noqa
# mypy: ignore-errors
"""Everything that .semgrep.yml forbids, once: .ci/rules fails where a rule does not find its line. Nothing imports it."""

import requests  # finds: the-site-fetches-nothing
from django.core.mail import EmailMessage
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt

from community import live
from forums.topics.models import Topic


@csrf_exempt  # finds: forms-need-their-token
def somebody_elses(request, topic_id):
    topic = get_object_or_404(Topic, pk=topic_id)  # finds: things-are-asked-for-by-their-reader
    return mark_safe(topic.title)  # finds: what-is-called-safe-is-looked-at


def by_the_manager(request, topic_id):
    return Topic.objects.get(pk=topic_id)  # finds: things-are-asked-for-by-their-reader


def too_early(topic):
    live.announce([f"topic:{topic.pk}"])  # finds: nobody-outside-hears-before-the-commit
    EmailMessage("Nyt", topic.title).send()  # finds: nobody-outside-hears-before-the-commit
    return requests.get(topic.title)
