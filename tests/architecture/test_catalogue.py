"""Every text has its Danish: none missing, none fuzzy, and no placeholder lost on the way."""

import re

import polib
import pytest

from config.catalogues import APPS, catalogue_of, compile_catalogues
from config.management.commands.messages import faults, texts_of, updated

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_every_text_has_its_danish():
    lacking = [f"{app}: {line}" for app, lines in faults().items() for line in lines]
    assert not lacking, "\n".join(["Run `manage.py messages` and write the Danish:", *lacking])


@pytest.mark.parametrize("app", [app for app in APPS if catalogue_of(app).exists()])
def test_catalogues_stand_as_the_command_writes_them(app):
    assert catalogue_of(app).read_text() == str(updated(app)).rstrip() + "\n"


@pytest.mark.parametrize("app", [app for app in APPS if catalogue_of(app).exists()])
def test_translations_keep_their_placeholders(app):
    lost = [
        entry.msgid
        for entry in polib.pofile(str(catalogue_of(app)))
        for danish in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if not set(PLACEHOLDER.findall(danish)) <= set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        or not set(PLACEHOLDER.findall(entry.msgid)) <= set(PLACEHOLDER.findall(danish))
    ]
    assert not lost


def test_texts_are_found_in_code_and_templates(tmp_path):
    code = tmp_path / "a.py"
    code.write_text(
        '_("One")\nngettext("a topic", "%(count)d topics", 2)\npgettext("verb", "Answer")\ngettext_noop("Two")\n'
    )
    assert texts_of(code) == {
        (None, "One", None),
        (None, "a topic", "%(count)d topics"),
        ("verb", "Answer", None),
        (None, "Two", None),
    }
    page = tmp_path / "a.html"
    page.write_text(
        '<main>\n    <p>\n  {% translate "Don\'t" %} {% translate "Post" context "noun" %}\n'
        "{% blocktranslate trimmed with name=person.name %}\n    Hello\n    {{ name }}!\n{% endblocktranslate %}\n"
        "{% blocktranslate count n=n %}one{% plural %}{{ n }} of them{% endblocktranslate %}"
        '{% include "x.html" with label=_("Label") %}</p>'
    )
    assert texts_of(page) == {
        (None, "Don't", None),
        ("noun", "Post", None),
        (None, "Hello %(name)s!", None),
        (None, "one", "%(n)s of them"),
        (None, "Label", None),
    }


def test_compiling_writes_only_what_is_out_of_date():
    compile_catalogues()
    assert compile_catalogues() == []


def test_one_english_text_has_one_danish_text_in_all_rooms():
    """Django merges the catalogues of all rooms: of two translations one would be shown in the other's place."""
    said = {}
    for app in APPS:
        if catalogue_of(app).exists():
            for entry in polib.pofile(str(catalogue_of(app))):
                danish = (entry.msgstr, *sorted(entry.msgstr_plural.items()))
                said.setdefault((entry.msgctxt, entry.msgid), set()).add(danish)
    assert {text: danish for text, danish in said.items() if len(danish) > 1} == {}
