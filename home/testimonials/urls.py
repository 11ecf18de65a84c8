"""The room's table of contents; the public addresses of clips stand in home/urls.py."""

from django.urls import path

from home.testimonials import claim_views, desk_views

urlpatterns = [
    path("my-voice/<slug:token>/", claim_views.my_voice, name="my_voice"),
    path("my-voice/<slug:token>/<int:number>.m4a", claim_views.my_voice_sound, name="my_voice_sound"),
    path("my-voice/<slug:token>/preview/", claim_views.preview_my_voice, name="preview_my_voice"),
    path("my-voice/<slug:token>/yes/", claim_views.give_consent_view, name="give_consent"),
    path("my-voice/<slug:token>/change/", claim_views.change_consent_view, name="change_consent"),
    path("my-voice/<slug:token>/wish/", claim_views.wish_for_voice_view, name="wish_for_voice"),
    path("my-voice/<slug:token>/hide/", claim_views.hide_voice_view, name="hide_voice"),
    path("my-voice/<slug:token>/show/", claim_views.show_voice_view, name="show_voice"),
    path("my-voice/<slug:token>/renew/", claim_views.renew_consent_view, name="renew_consent"),
    path("my-voice/<slug:token>/withdraw/", claim_views.withdraw_consent_view, name="withdraw_consent"),
    path("voices/", desk_views.voices, name="voices"),
    path("voices/new/", desk_views.open_voice_view, name="open_voice"),
    path("voices/wording/", desk_views.write_wording_view, name="write_wording"),
    path("voices/<slug:code>/", desk_views.voice, name="voice"),
    path("voices/<slug:code>/cut/", desk_views.make_cut_view, name="make_cut"),
    path("voices/<slug:code>/<int:number>.m4a", desk_views.cut_sound, name="cut_sound"),
    path("voices/<slug:code>/address/", desk_views.make_claim_view, name="make_claim"),
    path("voices/<slug:code>/address/close/", desk_views.revoke_claims_view, name="revoke_claims"),
    path("voices/<slug:code>/yes/", desk_views.record_consent_view, name="record_consent"),
    path("voices/<slug:code>/release/", desk_views.release_view, name="release"),
    path("voices/<slug:code>/take-down/", desk_views.take_down_view, name="take_down"),
]
