"""The feed of a show, written with Django's own generator and the namespaces that podcast programs read."""

from collections import defaultdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from home.podcasts.artwork import artwork
from home.podcasts.models import Credit, CreditRole, EpisodePage, Feed, ShowPage
from home.podcasts.operations import feed_address, issue_sound, note_change

NAMESPACES = {
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
}
#: The groups of the podcast taxonomy.
GROUPS = {
    CreditRole.HOST: "cast",
    CreditRole.GUEST: "cast",
    CreditRole.NARRATOR: "cast",
    CreditRole.EDITOR: "writing",
    CreditRole.PRODUCER: "creative direction",
}
#: What podcast programs draw of show notes.
_TAGS = {"p", "ol", "ul", "li", "a"}
COUNTRY = "DK"
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


def write_feed(show: ShowPage, feed: Feed) -> tuple[bytes, datetime]:
    """The whole feed in the language of the show, and since when it says this."""
    with translation.override(show.locale.language_code):
        writer = PodcastFeed(show, feed)
        episodes = list(show.episodes().prefetch_related("chapters", "credits", "soundbites", "sound__issues"))
        told = _transcripts(episodes)
        for episode in episodes:
            writer.add_episode(episode, told[episode.translation_key])
        body = writer.writeString("utf-8")
    changed = note_change(feed, sha256(body.encode()).hexdigest())
    return body.replace(rfc2822_date(_UNKNOWN), rfc2822_date(changed), 1).encode(), changed


def absolute(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path


def notes_for_feeds(html: str) -> str:
    """Rich text with absolute links, and only what every podcast program draws."""
    return nh3.clean(
        expand_db_html(html),
        tags=_TAGS,
        attributes={"a": {"href"}},
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", settings.BASE_URL.rstrip("/") + "/"),
    )


def _transcripts(episodes: list[EpisodePage]) -> dict[UUID, list[EpisodePage]]:
    """The pages with words to the same recordings, in all languages, by what they are translations of."""
    pages = (
        EpisodePage.objects.heard()
        .filter(translation_key__in=[episode.translation_key for episode in episodes])
        .select_related("locale")
        .order_by("locale__language_code")
    )
    found: dict[UUID, list[EpisodePage]] = defaultdict(list)
    for page in pages:
        found[page.translation_key].append(page)
    return found


class PodcastFeed(Rss201rev2Feed):
    """One show. Elements of RSS come from Django; everything podcast programs read beyond them is written here."""

    def __init__(self, show: ShowPage, feed: Feed) -> None:
        self.show, self.named = show, feed
        self.address = feed_address(feed.name)
        super().__init__(
            title=show.title,
            link=show.absolute_url,
            description=show.lead,
            language=show.locale.language_code,
            feed_url=self.address,
            feed_copyright=show.copyright,
        )

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def latest_post_date(self) -> datetime:
        # It stands in the feed itself, so it is written in once everything else is known.
        return _UNKNOWN

    def add_episode(self, episode: EpisodePage, told: list[EpisodePage]) -> None:
        # The page knows its show from the tree; here it is at hand.
        episode.show = self.show
        issue = issue_sound(episode)
        self.add_item(
            title=episode.title,
            link=episode.absolute_url,
            description=summary_of(episode),
            unique_id=str(episode.guid),
            unique_id_is_permalink=False,
            pubdate=episode.came_out,
            enclosures=[],
            episode=episode,
            issue=issue,
            told=[page for page in told if page.sound_id == episode.sound_id],
        )

    # --- the show -------------------------------------------------------------------------------------------------
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        show, add = self.show, handler.addQuickElement
        add("itunes:author", show.author)
        add("itunes:type", show.order)
        add("itunes:explicit", _flag(show.explicit))
        add("itunes:summary", show.lead)
        if show.picture:
            add("itunes:image", None, {"href": artwork(show.picture)["url"]})
        outer, _sign, inner = show.category.partition(" > ")
        handler.startElement("itunes:category", {"text": outer})
        if inner:
            add("itunes:category", None, {"text": inner})
        handler.endElement("itunes:category")
        handler.startElement("itunes:owner", {})
        add("itunes:name", show.owner_name)
        add("itunes:email", show.owner_email)
        handler.endElement("itunes:owner")
        if show.blocked:
            add("itunes:block", "Yes")
            add("podcast:block", "yes")
        if self.named.first_address != self.address:
            add("itunes:new-feed-url", self.address)
        add("podcast:guid", str(self.named.guid))
        add("podcast:locked", "yes", {"owner": show.owner_email})
        add("podcast:medium", "podcast")
        if show.licence:
            add("podcast:license", show.licence, {"url": show.licence_url})
        if show.municipality:
            add("podcast:location", show.municipality, {"rel": "creator", "country": COUNTRY})
        _add_credits(handler, list(show.credits.all()))
        for item in self.items:
            if item["episode"].kind == EpisodePage.Kind.TRAILER:
                _add_trailer(handler, item)

    # --- an episode -----------------------------------------------------------------------------------------------
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        episode, issue, add = item["episode"], item["issue"], handler.addQuickElement
        add(
            "enclosure",
            None,
            {
                "url": sound_address(issue.name),
                "length": str(issue.byte_length),
                "type": issue.sound.content_type,
            },
        )
        _add_marked_up(handler, "content:encoded", notes_of(episode))
        add("itunes:title", episode.title)
        add("itunes:summary", item["description"])
        add("itunes:duration", str(max(1, round(issue.sound.seconds))))
        add("itunes:explicit", _flag(episode.explicit or self.show.explicit))
        add("itunes:episodeType", episode.kind)
        if episode.picture:
            add("itunes:image", None, {"href": artwork(episode.picture)["url"]})
        if episode.blocked:
            add("itunes:block", "Yes")
        if episode.number:
            add("itunes:episode", str(episode.number))
            add("podcast:episode", str(episode.number))
        if episode.season_number:
            add("itunes:season", str(episode.season_number))
            name = self.show.season_name(episode.season_number)
            add("podcast:season", str(episode.season_number), {"name": name} if name else {})
        for page in item["told"]:
            add(
                "podcast:transcript",
                None,
                {
                    "url": absolute(reverse("episode_transcript", args=[page.pk])),
                    "type": "text/vtt",
                    "language": page.locale.language_code,
                },
            )
        if episode.chapters.all():
            address = absolute(reverse("episode_chapters", args=[episode.pk]))
            add("podcast:chapters", None, {"url": address, "type": "application/json+chapters"})
        for bite in episode.soundbites.all():
            add("podcast:soundbite", bite.title, {"startTime": f"{bite.start}.0", "duration": f"{bite.seconds}.0"})
        _add_credits(handler, list(episode.credits.all()))


def sound_address(name: str) -> str:
    return absolute(reverse("podcast_sound", args=[name]))


def summary_of(episode: EpisodePage) -> str:
    """Plain words: what it is about, and who reads."""
    parts = [" ".join(episode.lead.split())]
    if episode.sound and episode.sound.machine_read:
        parts.append(_("Read aloud by a machine."))
    return " ".join(filter(None, parts)) or episode.title


def notes_of(episode: EpisodePage) -> str:
    """The show notes, who reads, and the way to the transcript."""
    parts = [f"<p>{escape(summary_of(episode))}</p>", notes_for_feeds(episode.notes)]
    words = escape(_("Read the transcript"))
    parts.append(f'<p><a href="{escape(episode.absolute_url)}#transcript">{words}</a></p>')
    return "".join(parts)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _add_credits(handler: Any, credits: list[Credit]) -> None:
    for one in credits:
        link = {"href": one.link} if one.link else {}
        group = GROUPS[CreditRole(one.role)]
        handler.addQuickElement("podcast:person", one.name, {"role": one.role, "group": group, **link})


def _add_trailer(handler: Any, item: dict[str, Any]) -> None:
    season = item["episode"].season_number
    handler.addQuickElement(
        "podcast:trailer",
        item["title"],
        {
            "pubdate": rfc2822_date(item["pubdate"]),
            "url": sound_address(item["issue"].name),
            "length": str(item["issue"].byte_length),
            "type": item["issue"].sound.content_type,
            **({"season": str(season)} if season else {}),
        },
    )


def _add_marked_up(handler: XMLGenerator, name: str, html: str) -> None:
    """HTML as it is, between the marks that say so."""
    handler.startElement(name, AttributesImpl({}))
    # The generator's way to write without escaping; the one sign that would end it is broken in two.
    handler.ignorableWhitespace("<![CDATA[" + html.replace("]]>", "]]]]><![CDATA[>") + "]]>")
    handler.endElement(name)
