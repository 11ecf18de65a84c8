"""How long what is kept, and the job that erases it then.

A room that keeps something for a time registers a Period beside its job (jobs.py): `manage.py retention --dry-run`
tells how much each would erase now, and the data map (community/own_data/data_map.yaml) names the job for every kind of
data that has a period. A test holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Period:
    #: The job (community/jobs) that erases.
    job: str
    #: What is kept, in plain English, for who runs the site.
    what: str
    kept_for: timedelta
    #: How much is over now. Changes nothing.
    due: Callable[[], int]
    #: Erases some of it, and is called until nothing is due or it gives nothing.
    run: Callable[[], object]


_periods: dict[str, Period] = {}


def register(period: Period) -> None:
    known = _periods.get(f"{period.job} {period.what}")
    if known is not None and known.run.__module__ != period.run.__module__:
        raise ValueError(f"{period.job} is registered already.")
    _periods[f"{period.job} {period.what}"] = period


def periods() -> list[Period]:
    return sorted(_periods.values(), key=lambda period: (period.job, period.what))
