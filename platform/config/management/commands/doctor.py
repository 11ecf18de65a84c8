"""Look at every part of a deployment and say in one line each what stands, or what to do."""

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management import BaseCommand, CommandError

from config.doctor import Finding, examine

MARKS = {"ok": "  ok  ", "warn": " warn ", "fail": " FAIL "}


class Command(BaseCommand):
    help = "Checks a deployment part by part. Ends with 1 where something fails; warnings alone are no failure."
    # The parts are asked one by one, so that one that is down is a line and not the end.
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--alarm", action="store_true", help="mail what fails to ALARM_TO, and say nothing else")

    def handle(self, *, alarm: bool, **options: Any) -> None:
        if alarm and not settings.ALARM_TO:
            raise CommandError("ALARM_TO is not set: nobody would be told.")
        found = list(examine())
        failing = [one for one in found if one.verdict == "fail"]
        if not alarm:
            for one in found:
                self.stdout.write(line_of(one))
        elif failing:
            told = "\n".join(line_of(one) for one in failing)
            try:
                send_mail(f"[{settings.ALLOWED_HOSTS[0]}] {len(failing)} parts need you", told, None, settings.ALARM_TO)
            except OSError as fault:
                # Whom it reaches then is whoever reads the journal.
                self.stderr.write(f"{told}\nNobody was mailed: {type(fault).__name__} {fault}")
        if failing:
            sys.exit(1)


def line_of(one: Finding) -> str:
    return f"{MARKS[one.verdict]} {one.part}: {one.line}"
