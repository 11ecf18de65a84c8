"""The room's table of contents."""

from django.urls import path

from community.moderation import case_views as cases
from community.moderation import mirror_views as mirrors
from community.moderation import report_views as reports

urlpatterns = [
    path("", cases.care_queue, name="care_queue"),
    path("report/<str:subject_type>/<int:subject_id>/", reports.report_view, name="report"),
    path("say/", reports.say_something, name="say_something"),
    path("mine/", reports.my_care, name="my_care"),
    path("reports/<int:report_id>/", reports.my_report, name="my_report"),
    path("deeds/<int:deed_id>/", reports.deed_view, name="deed"),
    path("deeds/<int:deed_id>/appeal/", reports.appeal_view, name="appeal"),
    path("deeds/<int:deed_id>/undo/", cases.undo_deed_view, name="undo_deed"),
    path("appeals/<int:appeal_id>/answer/", cases.answer_appeal_view, name="answer_appeal"),
    path("cases/<int:case_id>/", cases.case_view, name="case"),
    path("cases/<int:case_id>/take/", cases.take_case_view, name="take_case"),
    path("cases/<int:case_id>/give-back/", cases.give_back_case_view, name="give_back_case"),
    path("cases/<int:case_id>/note/", cases.note_on_case_view, name="note_on_case"),
    path("cases/<int:case_id>/hide/", cases.hide_thing_view, name="hide_thing"),
    path("cases/<int:case_id>/let-stand/", cases.let_stand_view, name="let_stand"),
    path("cases/<int:case_id>/ask-to-change/", cases.ask_to_change_view, name="ask_to_change"),
    path("cases/<int:case_id>/close-topic/", cases.close_topic_view, name="close_topic"),
    path("cases/<int:case_id>/move-topic/", cases.move_topic_view, name="move_topic"),
    path("cases/<int:case_id>/pause/", cases.pause_person_view, name="pause_person"),
    path("cases/<int:case_id>/end-membership/", cases.end_membership_by_rule_view, name="end_membership_by_rule"),
    path("cases/<int:case_id>/hide-all/", cases.hide_all_since_view, name="hide_all_since"),
    path("cases/<int:case_id>/hand-over/", cases.hand_over_case_view, name="hand_over_case"),
    path("cases/<int:case_id>/close/", cases.close_case_view, name="close_case"),
    path("mirror/<int:network_id>/", mirrors.care_mirror, name="care_mirror"),
]
