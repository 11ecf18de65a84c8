"""The data map, the holders and the retention jobs know every field, every person and every period."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models

from community import clock, holders
from community.jobs import jobs
from community.management.commands.data_map import lacking
from community.membership.models import Membership
from community.own_data.data_map import SAID, every_table, the_map
from community.people.models import Person
from community.retention import periods
from tests.canary import build_canary
from tests.tellings import youth_topic


def names_a_person(model: type[models.Model]) -> bool:
    return any(field.is_relation and field.related_model in (Person, Membership) for field in model._meta.local_fields)


def test_every_field_has_a_row_and_every_row_a_field():
    assert lacking() == []


def test_a_field_without_a_row_is_found(monkeypatch):
    monkeypatch.setitem(the_map().tables, "community.Person", {"id": "technical", "shoe_size": "account"})
    assert "community.Person.email has no row" in lacking()
    assert "community.Person.shoe_size is no field" in lacking()


def test_every_kind_says_everything_in_both_languages():
    for key, told in the_map().kinds.items():
        for name in SAID:
            assert set(told[name]) == {"da", "en"}, (key, name)
            assert all(len(text) > 3 for text in told[name].values()), (key, name)
    used = {kind for fields in the_map().tables.values() for kind in fields.values()}
    assert used == set(the_map().kinds)


def test_a_table_that_names_a_person_is_personal_and_some_room_answers_for_it():
    claimed = {table for holder in holders.all_holders() for table in holder.models}
    personal = {key for key, told in the_map().kinds.items() if told["personal"]}
    for model in every_table():
        if names_a_person(model):
            # Pages and pictures are one table with the library's, which a room answers for.
            above = {parent._meta.label for parent in model._meta.get_parent_list()} | {model._meta.label}
            assert above & claimed, f"{model._meta.label} names a person: let its room register a holder of own data"
            pointing = [field.name for field in model._meta.local_fields if field.related_model in (Person, Membership)]
            assert {the_map().tables[model._meta.label][name] for name in pointing} <= personal
    known = {model._meta.label for model in every_table()}
    assert claimed <= known, "answered for, and not there any more"


def test_every_period_has_a_job_and_every_job_its_kind():
    named = {job for told in the_map().kinds.values() for job in told.get("jobs", ())}
    assert named == {period.job for period in periods()}
    assert named <= set(jobs)


def test_the_papers_are_made_of_the_map_as_it_is():
    call_command("data_map", check=True, stdout=StringIO())


@pytest.mark.django_db
def test_a_dry_run_tells_and_changes_nothing_and_the_run_erases(world, folder, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        build_canary(world)
        youth_topic(world)
    later = clock.now() + timedelta(days=2000)

    def counted():
        return {
            model._meta.label: model._default_manager.count()
            for model in every_table()
            if model._meta.app_label in ("community", "forums", "youth_network")
        }

    with clock.at(later):
        before, told = counted(), StringIO()
        call_command("retention", dry_run=True, stdout=told)
        assert counted() == before
        assert "nothing was changed" in told.getvalue()
        due = {period.what: period.due() for period in periods()}
        assert sum(due.values()) > 20
        assert sum(1 for many in due.values() if many) > 7
        with django_capture_on_commit_callbacks(execute=True):
            call_command("retention", stdout=StringIO())
        assert {period.what: period.due() for period in periods() if period.due()} == {}
    after = counted()
    assert after["community.Message"] == after["forums.Draft"] == after["youth_network.Vote"] == 0
