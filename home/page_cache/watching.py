"""Which tables the public pages show, and the triggers by which any change in one of them gives the site a new mark.

Triggers and no hooks, since nothing gets past them: publishing by hand, in bulk, by the clock or from the shell, a
`QuerySet.update`, a cascade, a line of SQL. The mark changes in the transaction of the change: both are seen at once.
"""

from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from home.page_cache.models import PublicMark

#: What pages show beside their own fields and parts.
SHOWN_BESIDE = (
    "home.Consent",
    "home.ConsentScope",
    "home.Cut",
    "home.HelpLine",
    "home.PublicImage",
    "home.Sound",
    "home.Testimonial",
    "wagtailcore.Locale",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.Site",
    "wagtaildocs.Document",
)
DEEDS = ("INSERT", "UPDATE", "DELETE")
_NAME = "home_new_mark"


def watched() -> list[type[models.Model]]:
    """Every kind of page, the parts of ours, and what they show beside."""
    pages = [model for model in apps.get_models() if issubclass(model, Page)]
    parts = [
        model
        for model in apps.get_app_config("home").get_models()
        if any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
    ]
    return [*pages, *parts, *(apps.get_model(name) for name in SHOWN_BESIDE)]


def lay_watches(connection: Any) -> None:
    """Lay the triggers that are missing, and give a first mark. Called after every migration, since SQLite loses the
    triggers of a table that a migration makes anew."""
    table = PublicMark._meta.db_table
    there = set(connection.introspection.table_names())
    if table not in there:
        return
    with connection.cursor() as cursor:
        standing = _standing(cursor, connection.vendor)
        wanted = {model._meta.db_table for model in watched()} & there
        if connection.vendor == "postgresql":
            _lay_on_postgresql(cursor, table, wanted - standing)
        else:
            _lay_on_sqlite(cursor, table, wanted, standing)
    PublicMark.objects.using(connection.alias).get_or_create(id=PublicMark.ONLY, defaults={"mark": uuid4().hex})


def lift_watches(connection: Any) -> None:
    """Take all triggers away, before the table they write to goes."""
    with connection.cursor() as cursor:
        for name in sorted(_standing(cursor, connection.vendor)):
            where = f" ON {name}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {_NAME if where else name}{where}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {_NAME}()")


def _standing(cursor: Any, vendor: str) -> set[str]:
    """On PostgreSQL the tables that are watched, on SQLite the names of the triggers."""
    if vendor == "postgresql":
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [_NAME])
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{_NAME}_%"])
    return {row[0] for row in cursor.fetchall()}


def _lay_on_postgresql(cursor: Any, table: str, wanted: set[str]) -> None:
    if not wanted:
        return
    # Names of our own models' tables; a statement that makes a trigger takes no parameters.
    cursor.execute(
        f"""CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE {table} SET mark = replace(gen_random_uuid()::text, '-', '');
            RETURN NULL;
        END $$"""  # noqa: S608
    )
    for name in sorted(wanted):
        cursor.execute(
            f"CREATE TRIGGER {_NAME} AFTER {' OR '.join(DEEDS)} ON {name} FOR EACH STATEMENT EXECUTE FUNCTION {_NAME}()"
        )


def _lay_on_sqlite(cursor: Any, table: str, wanted: set[str], standing: set[str]) -> None:
    for name in sorted(wanted):
        for deed in DEEDS:
            trigger = f"{_NAME}_{name}_{deed.lower()}"
            if trigger not in standing:
                new_mark = f"UPDATE {table} SET mark = lower(hex(randomblob(16)))"  # noqa: S608 our own table
                cursor.execute(f"CREATE TRIGGER {trigger} AFTER {deed} ON {name} BEGIN {new_mark}; END")
