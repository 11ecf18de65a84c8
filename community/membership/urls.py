"""Coming in, and who belongs."""

from django.urls import path

from community.membership import views

urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("invitation/<str:token>/code/", views.invitation_code, name="invitation_code"),
    path("members/<int:pk>/", views.members, name="members"),
    path("members/<int:pk>/groups/", views.make_group_view, name="make_group"),
    path("members/<int:pk>/invite/", views.invite_view, name="invite"),
    path("memberships/<int:pk>/move/", views.move_youth_view, name="move_youth"),
    path("memberships/<int:pk>/end/", views.end_membership_view, name="end_membership"),
    path("invitations/card/", views.invitation_card, name="invitation_card"),
    path("invitations/<int:pk>/revoke/", views.revoke_invitation_view, name="revoke_invitation"),
    path("networks/", views.networks, name="networks"),
    path("networks/programme/invite/", views.invite_view, name="invite_to_programme"),
]
