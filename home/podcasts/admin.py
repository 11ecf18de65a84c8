"""The podcast in the Wagtail admin: sounds as a list of their own, and what an editor fills in of a show."""

from typing import Any

from django.db.models import ProtectedError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from home.podcasts.forms import EpisodeForm, SoundForm
from home.podcasts.models import EpisodePage, ShowPage
from home.podcasts.operations import erase_sound
from home.podcasts.sounds import Sound
from home.podcasts.timecodes import as_timecode


class EraseSoundView(DeleteView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:
            messages.error(request, _("An episode has this sound. Give the episode another one first."))
            return redirect(self.index_url_name)

    def delete_action(self) -> None:
        erase_sound(actor=self.request.user, sound=self.object)


class BringSoundView(SnippetCreateView):
    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}


class SoundChooserViewSet(SnippetChooserViewSet):
    create_view_class = BringSoundView
    creation_form_class = SoundForm
    create_action_label = _("Bring a sound")
    create_action_clicked_label = _("Reading it …")


class SoundViewSet(SnippetViewSet):
    model = Sound
    icon = "media"
    menu_label = _("Sounds")
    add_to_admin_menu = True
    menu_order = 250
    copy_view_enabled = False
    delete_view_class = EraseSoundView
    chooser_viewset_class = SoundChooserViewSet
    list_display = [
        "title",
        Column("seconds", label=_("Length"), accessor=lambda sound: as_timecode(sound.seconds)),
        Column("loudness", label=_("Loudness"), accessor=lambda sound: _loudness(sound)),
        Column("format", label=_("Format"), accessor="get_format_display"),
        "added_at",
    ]
    list_filter = ["language", "machine_read"]
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("file"),
            FieldPanel("language"),
            FieldPanel("machine_read"),
            HelpPanel(template="home/podcasts/admin/measured.html", heading=_("Read from the file")),
        ],
        base_form_class=SoundForm,
    )


def _loudness(sound: Sound) -> str:
    return f"{sound.loudness:.1f} LUFS" if sound.loudness is not None else "–"


SHOW_PANELS = [
    TitleFieldPanel("title"),
    FieldPanel("lead"),
    FieldPanel("picture"),
    MultiFieldPanel(
        [FieldPanel("author"), FieldPanel("owner_name"), FieldPanel("owner_email")], heading=_("Who makes it")
    ),
    MultiFieldPanel(
        [FieldPanel(name) for name in ("category", "order", "explicit", "copyright", "licence", "licence_url")],
        heading=_("For podcast programs"),
    ),
    FieldPanel("municipality"),
    InlinePanel("seasons", heading=_("Seasons"), label=_("Season")),
    InlinePanel("credits", heading=_("People in every episode"), label=_("Person")),
]
SHOW_FEED_PANELS = [FieldPanel("blocked"), FieldPanel("moved_to")]

EPISODE_PANELS = [
    TitleFieldPanel("title"),
    FieldPanel("lead"),
    FieldPanel("sound"),
    MultiFieldPanel(
        [FieldPanel(name) for name in ("kind", "number", "season_number", "issued_at")], heading=_("Which one it is")
    ),
    FieldPanel("notes"),
    InlinePanel("chapters", heading=_("Chapters"), label=_("Chapter")),
    MultiFieldPanel(
        [FieldPanel("transcript_file"), FieldPanel("transcript"), FieldPanel("transcript_read_by")],
        heading=_("Transcript"),
    ),
    InlinePanel("credits", heading=_("People in this episode"), label=_("Person")),
    InlinePanel("soundbites", heading=_("Short pieces"), label=_("Short piece")),
    FieldPanel("picture"),
]
EPISODE_FEED_PANELS = [FieldPanel("explicit"), FieldPanel("blocked"), FieldPanel("may_be_embedded")]


def set_up_editor() -> None:
    """What an editor sees of shows and episodes; asked for once, before Wagtail looks."""
    EpisodePage.edit_handler = TabbedInterface(
        [
            ObjectList(EPISODE_PANELS, heading=_("Episode")),
            ObjectList(EPISODE_FEED_PANELS, heading=_("Directories and other sites")),
            ObjectList(EpisodePage.promote_panels, heading=_("Promote")),
            ObjectList(EpisodePage.settings_panels, heading=_("Publishing")),
        ],
        base_form_class=EpisodeForm,
    )
    ShowPage.edit_handler = TabbedInterface(
        [
            ObjectList(SHOW_PANELS, heading=_("Podcast")),
            ObjectList(SHOW_FEED_PANELS, heading=_("Podcast directories")),
            ObjectList(ShowPage.promote_panels, heading=_("Promote")),
            ObjectList(ShowPage.settings_panels, heading=_("Publishing")),
        ]
    )
