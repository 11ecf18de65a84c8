"""The public pages and the home."""

from tests.architecture.rows.row import EVERYBODY, MEMBERS, Row, at

HOME = [
    Row("service_worker", "GET", at("service_worker"), allowed=EVERYBODY),
    Row("offline", "GET", at("offline"), allowed=EVERYBODY),
    Row("healthz", "GET", at("healthz"), allowed=EVERYBODY),
    Row("since_last", "GET", at("since_last"), allowed=MEMBERS),
    Row("mark_home_seen", "POST", at("mark_home_seen"), allowed=MEMBERS, status=302, data=lambda world: {"until": 1}),
    Row("demo", "GET", at("demo"), allowed=EVERYBODY),
    Row("demo_sign_in", "POST", at("demo_sign_in"), allowed="", visitor=404, data=lambda world: {"person": "nobody"}),
]


PUBLIC = [
    Row("get_help", "GET", at("get_help"), allowed=EVERYBODY),
    Row("robots", "GET", at("robots"), allowed=EVERYBODY),
    Row("sitemap", "GET", at("sitemap"), allowed=EVERYBODY),
    Row("wagtail_serve", "GET", at("wagtail_serve", lambda world: ""), allowed=EVERYBODY),
    Row("wagtail_serve", "GET", at("wagtail_serve", lambda world: "nowhere/"), visitor=404, about="unknown"),
    Row("wagtaildocs_serve", "GET", lambda world: "/documents/1/nothing.pdf", visitor=404, about="unknown"),
]
