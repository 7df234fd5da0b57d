"""The metrics of a server for Prometheus: how much and how fast, never who or what.

No label holds anything that a request brought: routes are named by their templates.
"""

import time
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.request import path_of
from ui.serving.events import Event
from ui.serving.scheduler import AnswerScheduler

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_PREFIXES = ("/api/v1/", "/api/", "/v1/")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one app."""

    def __init__(self, scheduler: AnswerScheduler) -> None:
        """Start every counter at zero; `scheduler` tells how many answers run and wait."""
        self.registry = registry = CollectorRegistry()
        self.requests = Counter("onrecord_requests", "Requests", ("route", "method", "status"), registry=registry)
        self.seconds = Histogram(
            "onrecord_request_seconds",
            "From a request to the end of its answer",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self.answers = Counter("onrecord_answers", "Answers by what became of them", ("outcome",), registry=registry)
        self.first = Histogram(
            "onrecord_first_sentence_seconds",
            "From a question to its first sentences",
            buckets=_SECONDS,
            registry=registry,
        )
        self.too_many = Counter("onrecord_too_many", "Requests refused by a rate (429)", registry=registry)
        for outcome in ("answered", "refused", "left", "failed"):
            self.answers.labels(outcome)
        running = Gauge("onrecord_answers_running", "Steps of answers that are made now", registry=registry)
        running.set_function(lambda: scheduler.running)
        waiting = Gauge("onrecord_answers_waiting", "Answers that wait for their turn", registry=registry)
        waiting.set_function(lambda: scheduler.waiting)
        Info("onrecord_build", "What is running", registry=registry).info({"version": version("onrecord")})

    def observe(self, event: Event) -> None:
        """Count an answer that was given."""
        if event.kind == "answer" and event.status != "begun":
            self.answers.labels(event.status).inc()
            if event.waited is not None:
                self.first.observe(event.waited)

    def render(self) -> bytes:
        """Return all of it in Prometheus's text format."""
        return generate_latest(self.registry)


class MetricsMiddleware:
    """Counts every request of an app and how long it takes."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Count into `metrics`; streams are passed on as they come."""
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ours, began, status = scope.get("app"), time.monotonic(), 500

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting_status)
        finally:
            route = route_of(scope, ours)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self.metrics.requests.labels(route, method, str(status)).inc()
            self.metrics.seconds.labels(route).observe(time.monotonic() - began)
            if status == 429:
                self.metrics.too_many.inc()


def route_of(scope: Scope, ours: object) -> str:
    """Return the template of the route that a request took in our app; "page" for the chat's own, "other" for none."""
    template = getattr(scope.get("route"), "path", None)
    path = path_of(scope)
    if not isinstance(template, str):
        return "other"
    if scope.get("app") is not ours:
        return "page"
    # A router that was included knows its routes without the prefix.
    prefix = next((prefix for prefix in _PREFIXES if path.startswith(prefix)), "/").removesuffix("/")
    return template if template.startswith(f"{prefix}/") else prefix + template
