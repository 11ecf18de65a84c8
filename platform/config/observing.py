"""What an operator sees of a running site: an id for every request, a line for each where asked, slow queries, figures.

Nothing here holds personal data: a request is named by its route (`topic`), never by its path, which may carry an
invitation or an id; a query by its statement without its values.
"""

import hmac
import logging
import os
import re
import time
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector, CollectorRegistry

#: What a proxy may hand on; anything else is replaced, so that nobody writes into our log.
REQUEST_ID = re.compile(r"\A[A-Za-z0-9-]{8,64}\Z")
#: Longest statement in a line about a slow query, in characters.
STATEMENT_LIMIT = 600

request_id: ContextVar[str] = ContextVar("request_id", default="-")
requests_log = logging.getLogger("config.requests")
queries_log = logging.getLogger("config.queries")

REQUESTS = Counter("nextwork_requests", "Requests answered", ["route", "method", "status"])
#: Seconds; the bounds are those by which people feel a page: at once, a moment, too long.
SECONDS = Histogram(
    "nextwork_request_seconds", "Time to an answer", ["route"], buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
)
SOCKETS = Gauge("nextwork_sockets", "Sockets that this process holds open", multiprocess_mode="livesum")


class RequestIdFilter(logging.Filter):
    """Every line says during which request it was written; "-" outside of one.

    Django writes its line about an answer (404, 403, 503) when the middleware has left already, and names the request.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(getattr(record, "request", None), "id", None) or request_id.get()
        return True


class ObservingMiddleware:
    """Gives each request an id (the proxy's, where it sends a plain one), answers with it, and counts.

    With LOG_REQUESTS each gets a line: method, route, status, milliseconds. Stands first, so that it times the others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
        name = given if REQUEST_ID.match(given) else uuid.uuid4().hex
        before = request_id.set(name)
        request.id = name  # type: ignore[attr-defined]
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            taken = time.perf_counter() - began
            route = (request.resolver_match and request.resolver_match.view_name) or "-"
            method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
            REQUESTS.labels(route, method, response.status_code).inc()
            SECONDS.labels(route).observe(taken)
            if settings.LOG_REQUESTS:
                requests_log.info("%s %s %s %.0f ms", method, route, response.status_code, taken * 1000)
        finally:
            request_id.reset(before)
        response.headers["X-Request-ID"] = name
        return response


def note_slow_queries(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Write down statements that take longer than SLOW_QUERY_MS; called for each new connection."""
    if settings.SLOW_QUERY_MS and _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        taken = (time.perf_counter() - began) * 1000
        if taken >= settings.SLOW_QUERY_MS:
            # Our statements hold no values (they travel as parameters), so this line holds nobody's words.
            queries_log.warning("%.0f ms: %s", taken, " ".join(str(sql).split())[:STATEMENT_LIMIT])


class SiteCollector(Collector):
    """What the database knows of the whole site, asked when somebody looks: mail that waits, jobs, tasks."""

    def collect(self) -> Iterable[Metric]:
        from config.state import jobs_now, mails_waiting, tasks_waiting

        yield GaugeMetricFamily("nextwork_mails_waiting", "Mails of the outbox that are due", value=mails_waiting())
        yield GaugeMetricFamily("nextwork_tasks_waiting", "Tasks that wait for a worker", value=tasks_waiting())
        late = GaugeMetricFamily("nextwork_job_late", "1 where a job has missed its time", labels=["job"])
        failed = GaugeMetricFamily("nextwork_job_failed", "1 where the last run of a job failed", labels=["job"])
        for job in jobs_now():
            late.add_metric([job.name], job.late)
            failed.add_metric([job.name], bool(job.failure))
        yield late
        yield failed

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not ask the database."""
        return ()


def register_site() -> None:
    """Once per process."""
    REGISTRY.register(SiteCollector())


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of this process and of the site, for whoever holds METRICS_TOKEN; without that setting there is no page.

    A monitor asks each port. Processes that share one, as gunicorn's do, count into one folder, which
    PROMETHEUS_MULTIPROC_DIR names, and whichever answers tells for all of them; else figures would jump.
    """
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not hmac.compare_digest(
        request.headers.get("Authorization", "").encode(), expected.encode()
    ):
        raise Http404
    # Not above: the log is set up with this module, before there are settings.
    from community.live import hub

    SOCKETS.set(hub.sockets_of_this_process())
    figures = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        figures = CollectorRegistry()
        MultiProcessCollector(figures)
        figures.register(SiteCollector())
    return HttpResponse(generate_latest(figures), content_type=CONTENT_TYPE_LATEST)
