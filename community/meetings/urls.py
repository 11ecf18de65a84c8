"""The meetings' addresses."""

from django.urls import path

from community.meetings import arranging_views as arranging
from community.meetings import calendar_views as calendars
from community.meetings import views

urlpatterns = [
    path("meetings/across/", arranging.open_meeting_across_view, name="open_meeting_across"),
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<int:meeting_id>/about/", views.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/answer/", views.answer_meeting_view, name="answer_meeting"),
    path("meetings/<int:meeting_id>/answer/withdraw/", views.withdraw_answer_view, name="withdraw_answer"),
    path("meetings/<int:meeting_id>/move/", arranging.move_meeting_view, name="move_meeting"),
    path("meetings/<int:meeting_id>/cancel/", arranging.cancel_meeting_view, name="cancel_meeting"),
    path("meetings/<int:meeting_id>/hold/", arranging.hold_meeting_after_all_view, name="hold_meeting_after_all"),
    path("meetings/<int:meeting_id>/calendar.ics", calendars.meeting_calendar, name="meeting_calendar"),
    path("groups/<int:group_id>/meetings/", views.group_meetings, name="group_meetings"),
    path("groups/<int:group_id>/meetings/earlier/", views.earlier_meetings, name="earlier_meetings"),
    path("groups/<int:group_id>/meetings/open/", arranging.open_meeting_view, name="open_meeting"),
    path("groups/<int:group_id>/meetings/series/", arranging.set_series_view, name="set_series"),
    path("groups/<int:group_id>/meetings/series/end/", arranging.end_series_view, name="end_series"),
    path("me/calendar/", calendars.my_calendar, name="my_calendar"),
    path("me/calendar/new/", calendars.make_calendar_feed_view, name="make_calendar_feed"),
    path("me/calendar/revoke/", calendars.revoke_calendar_feed_view, name="revoke_calendar_feed"),
    path("calendar/<str:token>.ics", calendars.calendar_feed, name="calendar_feed"),
]
