"""Planting the public side: the page tree in Danish and English, the stories and the help lines.

What stands is left as it is, so that an editor's words outlive every start; only what is missing is planted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, Site
from wagtail.rich_text import RichText

from home.demo import page_fields
from home.demo.podcast.planting import plant_episodes, show_fields, show_words
from home.demo.voices import CODES, tell_voices
from home.enquiries.contact_page import ContactPage
from home.help_lines.models import HelpLine
from home.news.pages import NewsIndexPage, NewsPage
from home.pages.models import (
    ActivitiesPage,
    AudiencePage,
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
from home.pages.operations import editors_group, reading_of_pages, writers_group
from home.podcasts.models import ShowPage
from home.staffing.page import StaffingPage
from home.testimonials.models import Testimonial, TestimonialIndexPage

#: A page of the demonstration is known again by the key that this namespace gives it, whatever its slug becomes.
PAGES = UUID("0d0c8b52-2b35-4f2f-8f39-3f3d3e7f6b11")
LANGUAGES = ("da", "en")
HOME = "forside"


def key_of(name: str) -> UUID:
    return uuid5(PAGES, name)


@dataclass(frozen=True)
class Plant:
    """One page of the demonstration, in both languages."""

    name: str
    kind: type[PublicPage]
    slugs: tuple[str, str]
    fields: Callable[[dict[str, Any]], dict[str, Any]] = page_fields.ordinary
    under: str = HOME
    in_menu: bool = False
    in_footer: bool = False


#: In the order of the menus.
PLANTS = [
    Plant("fortællinger", TestimonialIndexPage, ("fortaellinger", "stories"), page_fields.nothing, in_menu=True),
    Plant("podcast", ShowPage, ("podcast", "podcast"), show_fields, in_menu=True),
    Plant("grundfortælling", StandardPage, ("om", "about"), in_menu=True),
    Plant("principper", PrinciplesPage, ("principper", "principles"), page_fields.principles, "grundfortælling"),
    Plant("aktiviteter", ActivitiesPage, ("aktiviteter", "activities"), page_fields.activities, "grundfortælling"),
    Plant("teamet", TeamPage, ("teamet", "team"), page_fields.team, "grundfortælling"),
    Plant(
        "kommuner", MunicipalitiesPage, ("kommuner", "municipalities"), page_fields.municipalities, "grundfortælling"
    ),
    Plant("evaluering", EvaluationPage, ("evaluering", "evaluation"), page_fields.evaluation, "grundfortælling"),
    Plant("tidsplan", TimelinePage, ("tidsplan", "timeline"), page_fields.timeline, "grundfortælling"),
    Plant("fremtid", StandardPage, ("fremtid", "future"), page_fields.ordinary, "grundfortælling"),
    Plant("for_unge", AudiencePage, ("for-unge", "for-young-people"), in_menu=True),
    Plant("for_virksomheder", AudiencePage, ("for-virksomheder", "for-companies"), in_menu=True),
    Plant("for_kommuner", AudiencePage, ("for-kommuner", "for-municipalities"), in_menu=True),
    Plant(
        "beregner",
        StaffingPage,
        ("hvor-mange-konsulenter", "how-many-consultants"),
        page_fields.staffing,
        "for_kommuner",
    ),
    Plant("nyheder", NewsIndexPage, ("nyt", "news"), page_fields.nothing, in_footer=True),
    Plant("nyhed_podcast", NewsPage, ("podcasten-er-her", "the-podcast-is-here"), page_fields.news, "nyheder"),
    Plant("nyhed_koder", NewsPage, ("fra-papir-til-stemme", "from-paper-to-voice"), page_fields.news, "nyheder"),
    Plant("nyhed_beregner", NewsPage, ("regn-paa-det", "work-it-out"), page_fields.news, "nyheder"),
    Plant("samvær", HouseRulesPage, ("saadan-er-vi-her", "how-we-are-here"), page_fields.house_rules, in_footer=True),
    Plant("kontakt", ContactPage, ("kontakt", "contact"), page_fields.contact, in_footer=True),
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
    for language in LANGUAGES:
        words[language]["podcast"] = show_words(language)
        words[language]["menu"]["podcast"] = words[language]["podcast"]["menu"]
    new: set[PublicPage] = set()
    editors_group()
    writers_group()
    reading_of_pages()
    tell_voices(content["fortaellinger"], more["en"]["fortællinger"]["citater"], words)
    homes = _homes(words, new)
    for number, language in enumerate(LANGUAGES):
        pages: dict[str, PublicPage] = {HOME: homes[language]}
        for plant in PLANTS:
            pages[plant.name] = _plant(plant, pages[plant.under], words[language], number, new)
        plant_episodes(pages["podcast"].specific, language, content["podcasts"], key_of, _publish)
        _open_ways(pages, words[language], new)
        if number == 0:
            # The address of the accessibility statement that the law gives every public site.
            Redirect.objects.get_or_create(
                old_path="/was",
                site=None,
                defaults={"redirect_page": pages["tilgængelighed"], "is_permanent": False},
            )
    _list_help(more["hjælp"])


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
    for name in ("nyhed_podcast", "nyhed_koder", "nyhed_beregner"):
        if pages[name] in new:
            page = pages[name].specific
            to, label = words[name]["videre"]
            link = f'<p><a linktype="page" id="{pages[to].pk}">{label}</a></p>'
            page.body.append(("text", RichText(link)))
            _publish(page)
    if pages[HOME] not in new:
        return
    home = HomePage.objects.get(pk=pages[HOME].pk)
    front = words[HOME]
    built = {
        "Lyt til podcasten": "podcast",
        "Listen to the podcast": "podcast",
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
    home.quoted = Testimonial.objects.get(code=CODES["fu1"])
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
