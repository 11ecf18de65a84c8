"""Planting the public side: the page tree in Danish and English, the stories and the help lines.

What stands is left as it is, so that an editor's words outlive every start; only what is missing is planted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, Site

from home.help_lines.models import HelpLine
from home.pages.models import (
    ActivitiesPage,
    AudiencePage,
    ContactPage,
    EvaluationPage,
    HomePage,
    HouseRulesPage,
    MunicipalitiesPage,
    PrinciplesPage,
    PublicPage,
    StandardPage,
    TeamPage,
    TimelinePage,
)
from home.pages.operations import editors_group
from home.testimonials.models import TestimonialIndexPage, TestimonialPage

#: A page of the demonstration is known again by the key that this namespace gives it, whatever its slug becomes.
PAGES = UUID("0d0c8b52-2b35-4f2f-8f39-3f3d3e7f6b11")
LANGUAGES = ("da", "en")
HOME = "forside"
ICONS = ("briefcase", "users-round", "messages-square", "store")
SPEAKERS = {"unge": "youth", "ansatte": "staff", "virksomheder": "company"}


def key_of(name: str) -> UUID:
    return uuid5(PAGES, name)


def rich(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))


def prose(words: dict[str, Any]) -> list[tuple[str, Any]]:
    """The body of an ordinary page: its text, its sections and its remark, those that there are."""
    body: list[tuple[str, Any]] = []
    if words.get("tekst"):
        body.append(("text", rich(words["tekst"])))
    for section in words.get("afsnit", ()):
        body += [("heading", section["overskrift"]), ("text", rich(section["tekst"]))]
    if words.get("bemærkning"):
        body.append(("remark", words["bemærkning"]))
    return body


def _principles(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "lead": words["indledning"],
        "items": [("principle", {"title": one["titel"], "text": one["tekst"]}) for one in words["liste"]],
        "body": [("text", rich(words["efter"]))],
    }


def _activities(words: dict[str, Any]) -> dict[str, Any]:
    items = zip(words["liste"], ICONS, strict=True)
    return {
        "items": [("activity", {"title": one["titel"], "text": one["tekst"], "icon": icon}) for one, icon in items],
    }


def _team(words: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "consultants": row["konsulenter"],
            "youths_each": str(row["unge_pr_konsulent"]),
            "youths_in_all": str(row["unge_i_alt"]),
        }
        for row in words["skala"]
    ]
    return {
        "body": prose(words),
        "staffing": [("row", row) for row in rows],
        "psychologist": str(words["psykolog"]),
    }


def _municipalities(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "lead": words["tekst"],
        "implemented": [("name", name) for name in words["implementeret"]],
        "completed_course": [("name", name) for name in words["har_gennemført_forløb"]],
    }


def _evaluation(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "body": prose(words),
        "reached": 1000,
        "wanted": 1200,
        "source": words["kilde"],
        "note": words["note"],
    }


def _timeline(words: dict[str, Any]) -> dict[str, Any]:
    # `bemærkning` of the file is a word to the editors, not to the readers.
    return {"lead": words["tekst"], "empty_text": words["tom"]}


def _contact(words: dict[str, Any]) -> dict[str, Any]:
    person = words["person"]
    return {
        "lead": words["tekst"],
        "body": [("remark", words["bemærkning"])],
        "person": person["navn"],
        "person_title": person["titel"],
        "organisation": person["organisation"],
        "address": person["adresse"],
        "phone": person["telefon"],
        "email": person["mail"],
    }


def _house_rules(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "rules": [("rule", rule) for rule in words["regler"]],
        "spaces": [("space", {"space": one["rum"], "readers": one["ser"]}) for one in words["hvem_ser_hvad"]],
    }


def _prose(words: dict[str, Any]) -> dict[str, Any]:
    return {"body": prose(words)}


def _nothing(words: dict[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Plant:
    """One page of the demonstration, in both languages."""

    name: str
    kind: type[PublicPage]
    slugs: tuple[str, str]
    fields: Callable[[dict[str, Any]], dict[str, Any]] = _prose
    under: str = HOME
    in_menu: bool = False
    in_footer: bool = False


#: In the order of the menus.
PLANTS = [
    Plant("fortællinger", TestimonialIndexPage, ("fortaellinger", "stories"), _nothing, in_menu=True),
    Plant("grundfortælling", StandardPage, ("om", "about"), in_menu=True),
    Plant("principper", PrinciplesPage, ("principper", "principles"), _principles, "grundfortælling"),
    Plant("aktiviteter", ActivitiesPage, ("aktiviteter", "activities"), _activities, "grundfortælling"),
    Plant("teamet", TeamPage, ("teamet", "team"), _team, "grundfortælling"),
    Plant("kommuner", MunicipalitiesPage, ("kommuner", "municipalities"), _municipalities, "grundfortælling"),
    Plant("evaluering", EvaluationPage, ("evaluering", "evaluation"), _evaluation, "grundfortælling"),
    Plant("tidsplan", TimelinePage, ("tidsplan", "timeline"), _timeline, "grundfortælling"),
    Plant("fremtid", StandardPage, ("fremtid", "future"), _prose, "grundfortælling"),
    Plant("for_unge", AudiencePage, ("for-unge", "for-young-people"), in_menu=True),
    Plant("for_virksomheder", AudiencePage, ("for-virksomheder", "for-companies"), in_menu=True),
    Plant("for_kommuner", AudiencePage, ("for-kommuner", "for-municipalities"), in_menu=True),
    Plant("samvær", HouseRulesPage, ("saadan-er-vi-her", "how-we-are-here"), _house_rules, in_footer=True),
    Plant("kontakt", ContactPage, ("kontakt", "contact"), _contact, in_footer=True),
    Plant("privatliv", StandardPage, ("privatliv", "privacy"), in_footer=True),
    Plant("tilgængelighed", StandardPage, ("tilgaengelighed", "accessibility"), in_footer=True),
]


def _merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    both = {**first, **second}
    for name in first.keys() & second.keys():
        if isinstance(first[name], dict) and isinstance(second[name], dict):
            both[name] = _merged(first[name], second[name])
    return both


@transaction.atomic
def load_public_pages(content: dict[str, Any]) -> None:
    """Plant what is missing of the public side: locales, site, pages in both languages, stories, help lines and the
    editors' group. Pages that stand are not touched. Nobody is told."""
    more = yaml.safe_load((Path(__file__).parent / "public_pages.yaml").read_text())
    words = {"da": _merged(content["offentlige_sider"], more["da"]), "en": more["en"]}
    stories = content["fortaellinger"]
    new: set[PublicPage] = set()
    homes = _homes(words, new)
    for number, language in enumerate(LANGUAGES):
        pages: dict[str, PublicPage] = {HOME: homes[language]}
        for plant in PLANTS:
            pages[plant.name] = _plant(plant, pages[plant.under], words[language], number, new)
        _tell_stories(pages["fortællinger"], stories, words[language]["fortællinger"].get("citater"))
        _open_ways(pages, words[language], new)
        if number == 0:
            # The address of the accessibility statement that the law gives every public site.
            Redirect.objects.get_or_create(
                old_path="/was",
                site=None,
                defaults={"redirect_page": pages["tilgængelighed"], "is_permanent": False},
            )
    _list_help(more["hjælp"])
    editors_group()


def _homes(words: dict[str, dict[str, Any]], new: set[PublicPage]) -> dict[str, PublicPage]:
    """The two home pages and the site that points at the Danish one."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    tree = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", locale=locales["da"]))
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    homes: dict[str, PublicPage] = {}
    for code in LANGUAGES:
        home = HomePage.objects.filter(translation_key=key_of(HOME), locale=locales[code]).first()
        if home is None:
            # The empty page that a fresh site begins with becomes the Danish home.
            empty = (
                HomePage.objects.filter(pk=site.root_page_id, headline="").first() if site and code == "da" else None
            )
            home = empty or HomePage(slug="home" if code == "da" else f"home-{code}", locale=locales[code])
            home.translation_key = key_of(HOME)
            _fill_home(home, words[code])
            if empty is None:
                tree.add_child(instance=home)
                tree.refresh_from_db()
            _publish(home)
            new.add(home)
        homes[code] = home
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    if site is None:
        Site.objects.create(
            hostname=address.hostname or "localhost",
            port=port,
            site_name="NExTWORK",
            root_page=homes["da"],
            is_default_site=True,
        )
    elif site.port != port and site.hostname == address.hostname:
        site.port = port
        site.save()
    return homes


def _fill_home(home: HomePage, words: dict[str, Any]) -> None:
    front = words[HOME]
    home.title = home.draft_title = front["sidetitel"]
    home.headline = front["titel"]
    home.lead = front["manchet"]
    home.seo_title = front["titel"]
    home.figures_heading = front["figurer"]
    home.figures = [("figure", {"number": one["tal"], "text": one["tekst"]}) for one in front["tal"]]
    home.doors_heading = front["døre"]
    home.doors_text = words["kommuner"]["tekst"].split(". ", 1)[-1]


def _plant(plant: Plant, parent: PublicPage, words: dict[str, Any], number: int, new: set[PublicPage]) -> PublicPage:
    standing = plant.kind.objects.filter(translation_key=key_of(plant.name), locale_id=parent.locale_id).first()
    if standing is not None:
        return standing
    own = words[plant.name]
    page = plant.kind(
        **{
            "title": own["titel"],
            "slug": plant.slugs[number],
            "lead": own.get("manchet", ""),
            "menu_title": words["menu"].get(plant.name, ""),
            "show_in_menus": plant.in_menu,
            "in_footer": plant.in_footer,
            "locale_id": parent.locale_id,
            "translation_key": key_of(plant.name),
            **plant.fields(own),
        }
    )
    parent.add_child(instance=page)
    parent.refresh_from_db(fields=["numchild"])
    _publish(page)
    new.add(page)
    return page


def _tell_stories(index: PublicPage, stories: dict[str, Any], translations: dict[str, Any] | None) -> None:
    for group, speaker in SPEAKERS.items():
        for story in stories[group]:
            name = story["id"]
            if TestimonialPage.objects.filter(translation_key=key_of(name), locale_id=index.locale_id).exists():
                continue
            told = translations[name] if translations else story
            page = TestimonialPage(
                title=told["spørgsmål"],
                slug=name,
                locale_id=index.locale_id,
                translation_key=key_of(name),
                speaker=speaker,
                question=told["spørgsmål"],
                quote=story["citat"],
                translated_quote=told["citat"] if translations else "",
                source=told["kilde"],
            )
            index.add_child(instance=page)
            index.refresh_from_db(fields=["numchild"])
            _publish(page)


def _open_ways(pages: dict[str, PublicPage], words: dict[str, Any], new: set[PublicPage]) -> None:
    """Links between pages, once all of them stand; only new pages get them, an editor may have taken others away."""
    for name in ("for_unge", "for_virksomheder", "for_kommuner"):
        if pages[name] not in new:
            continue
        page = pages[name].specific
        page.ways = [
            ("way", {"page": pages[to], "title": title, "text": text}) for to, title, text in words[name]["veje"]
        ]
        _publish(page)
    if pages[HOME] not in new:
        return
    home = HomePage.objects.get(pk=pages[HOME].pk)
    front = words[HOME]
    # Only buttons whose room is built: the podcast's comes with its pages.
    built = {
        "Læs fortællingerne": "fortællinger",
        "For kommuner": "for_kommuner",
        "Read the stories": "fortællinger",
        "For municipalities": "for_kommuner",
    }
    home.buttons = [
        ("button", {"page": pages[built[label]], "words": label}) for label in front["knapper"] if label in built
    ]
    home.doors = [
        ("door", {"page": pages[name], "title": "", "text": words[name]["dør"]})
        for name in ("for_unge", "for_virksomheder", "for_kommuner")
    ]
    home.quoted = TestimonialPage.objects.get(translation_key=key_of("fu1"), locale_id=home.locale_id)
    home.excerpt = front["uddrag"]
    home.principles = PrinciplesPage.objects.get(pk=pages["principper"].pk)
    home.figures_page = PublicPage.objects.get(pk=pages["grundfortælling"].pk)
    home.full_clean()
    _publish(home)


def _publish(page: Page) -> None:
    page.save_revision(changed=False).publish()


def _list_help(lines: list[dict[str, Any]]) -> None:
    for order, line in enumerate(lines):
        for code in LANGUAGES:
            HelpLine.objects.get_or_create(
                translation_key=key_of(f"hjælp {line['navn']}"),
                locale=Locale.objects.get(language_code=code),
                defaults={
                    "name": line["navn"],
                    "number": line.get("nummer", ""),
                    "when_to_call": line[code],
                    "urgent": line.get("haster", False),
                    "order": order,
                },
            )
