"""Wagtail's widgets say what sets them up; nothing of Wagtail writes script into a page."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.forms import DateField, Form
from django.template.loader import get_template
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminPageChooser, AdminTimeInput, BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser

from home.pages.models import HomePage
from tests.support import ROOT

SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc\s*=)[^>]*>|<[a-z]\w*\s[^>]*\bon[a-z]+\s*=|javascript:")
SETS_UP = (ROOT / "home/static/home/js/admin_widgets.js").read_text()


def told(html: str) -> tuple[str, str, object]:
    found = re.search(r'data-name="(\w+)" data-field="([\w-]+)" data-options="([^"]*)"></nw-widget>', html)
    # As the file of ours reads it.
    return found[1], found[2], json.loads(json.loads(f'"{found[3]}"'))


def subclasses(of: type) -> set[type]:
    return {of}.union(*(subclasses(one) for one in of.__subclasses__()))


def test_every_template_of_wagtails_with_a_script_in_it_is_replaced():
    """Also after the next version of Wagtail: what it brings anew is named here."""
    replaced = []
    for config in (config for config in apps.get_app_configs() if config.name.partition(".")[0] == "wagtail"):
        folder = Path(config.path) / "templates"
        for file in folder.rglob("*.html"):
            if SCRIPT.search(file.read_text()):
                name = str(file.relative_to(folder))
                assert Path(get_template(name).origin.name).is_relative_to(ROOT / "home" / "templates"), name
                replaced.append(name)
    assert len(replaced) == 5


@pytest.mark.parametrize("widget", sorted(subclasses(BaseChooser), key=lambda one: one.__name__))
def test_every_chooser_says_what_sets_it_up(widget):
    assert f'"{widget.js_constructor}"' in SETS_UP
    # What a chooser says in a script of its own would be lost.
    assert "render_js_init" not in vars(widget) or widget in (BaseChooser, AdminTaskChooser)


def test_a_chooser_tells_its_options(db):
    page = HomePage.objects.first()
    html = AdminPageChooser(target_models=[HomePage]).render("page", page.pk, {"id": "id_row-__prefix__-page"})
    name, field, options = told(html)
    assert (name, field) == ("PageChooser", "id_row-__prefix__-page")
    assert options["modelNames"] == ["home.homepage"]
    assert options["parentId"] == page.get_parent().pk
    assert not SCRIPT.search(html)
    assert page.title in html


@pytest.mark.parametrize(
    ("widget", "name"),
    [
        (AdminDateInput, "initDateChooser"),
        (AdminDateTimeInput, "initDateTimeChooser"),
        (AdminTimeInput, "initTimeChooser"),
    ],
)
def test_a_date_tells_its_options(widget, name):
    class DayForm(Form):
        day = DateField(widget=widget())

    html = str(DayForm()["day"])
    assert told(html) == (name, "id_day", DayForm().fields["day"].widget.get_config())
    assert f'"{name}"' in SETS_UP
    assert not SCRIPT.search(html)
