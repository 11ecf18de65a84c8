"""The youth network's table of contents."""

from django.urls import path

from youth_network.agendas import frame_views as frame
from youth_network.agendas import message_views as message_agendas
from youth_network.agendas import views as agendas
from youth_network.live_meetings import views as live
from youth_network.live_meetings import writing_views as writing
from youth_network.minutes import views as minutes
from youth_network.witnessing import views as witnessing

urlpatterns = [
    path("topics/<int:topic_id>/witness/", witnessing.witness_topic_view, name="witness_topic"),
    path("messages/<int:message_id>/agenda/", message_agendas.propose_from_message_view, name="propose_from_message"),
    path("topics/<int:topic_id>/agenda/<int:group_id>/", agendas.propose_from_topic_view, name="propose_from_topic"),
    path("meetings/<int:meeting_id>/", agendas.agenda_view, name="agenda"),
    path("meetings/<int:meeting_id>/propose/", agendas.propose_item_view, name="propose_item"),
    path("meetings/<int:meeting_id>/propose-practical/", agendas.propose_practical_view, name="propose_practical"),
    path("meetings/<int:meeting_id>/order/", agendas.order_items_view, name="order_items"),
    path("meetings/<int:meeting_id>/roles/<slug:role>/take/", agendas.take_role_view, name="take_role"),
    path("meetings/<int:meeting_id>/roles/<slug:role>/hand-back/", agendas.hand_back_role_view, name="hand_back_role"),
    path("agenda/<int:placement_id>/vote/", agendas.vote_on_item_view, name="vote_on_item"),
    path("agenda/<int:placement_id>/take-back-vote/", agendas.take_back_vote_view, name="take_back_vote"),
    path("agenda/<int:placement_id>/move/", agendas.move_item_view, name="move_item"),
    path("agenda/<int:placement_id>/minutes/", agendas.set_minutes_view, name="set_minutes"),
    path("items/<int:item_id>/change/", agendas.change_item_view, name="change_item"),
    path("items/<int:item_id>/withdraw/", agendas.withdraw_item_view, name="withdraw_item"),
    path("items/<int:item_id>/put-back/", agendas.put_back_item_view, name="put_back_item"),
    path("items/<int:item_id>/take-down/", frame.take_item_down_view, name="take_item_down"),
    path("meetings/<int:meeting_id>/live/", live.live_meeting, name="live_meeting"),
    path("meetings/<int:meeting_id>/host-script/", live.host_script, name="host_script"),
    path("meetings/<int:meeting_id>/start/", live.start_meeting_view, name="start_meeting"),
    path("meetings/<int:meeting_id>/turns/<int:membership_id>/", live.take_turn_view, name="take_turn"),
    path("meetings/<int:meeting_id>/items/", live.go_to_items_view, name="go_to_items"),
    path("meetings/<int:meeting_id>/check-out/", live.go_to_check_out_view, name="go_to_check_out"),
    path("meetings/<int:meeting_id>/end/", live.end_meeting_view, name="end_meeting"),
    path("meetings/<int:meeting_id>/consultant/", live.hand_to_consultant_view, name="hand_to_consultant"),
    path("meetings/<int:meeting_id>/agreements/", writing.make_agreement_view, name="make_agreement"),
    path(
        "meetings/<int:meeting_id>/agreements/<int:agreement_id>/settle/",
        writing.settle_agreement_view,
        name="settle_agreement",
    ),
    path("agreements/<int:agreement_id>/take-back/", writing.take_agreement_back_view, name="take_agreement_back"),
    path("agenda/<int:placement_id>/start/", live.start_item_view, name="start_item"),
    path("agenda/<int:placement_id>/finish/", live.finish_item_view, name="finish_item"),
    path("agenda/<int:placement_id>/reopen/", live.reopen_item_view, name="reopen_item"),
    path("agenda/<int:placement_id>/more-time/", live.give_more_time_view, name="give_more_time"),
    path("agenda/<int:placement_id>/wish/", live.wish_time_view, name="wish_time"),
    path("agenda/<int:placement_id>/takeaway/", writing.write_takeaway_view, name="write_takeaway"),
    path("agenda/<int:placement_id>/chair/", writing.leave_chair_view, name="leave_chair"),
    path("agenda/<int:placement_id>/round/", writing.begin_round_view, name="begin_round"),
    path("agenda/<int:placement_id>/round/step/", writing.go_to_step_view, name="go_to_step"),
    path("agenda/<int:placement_id>/round/leave/", writing.leave_round_view, name="leave_round"),
    path("chairs/<int:chair_id>/take-back/", writing.take_chair_back_view, name="take_chair_back"),
    path("chairs/<int:chair_id>/read/", writing.mark_chair_read_view, name="mark_chair_read"),
    path("chairs/<int:chair_id>/answer/", writing.answer_chair_view, name="answer_chair"),
    path("meetings/<int:meeting_id>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:meeting_id>/minutes/correct/", minutes.correct_minutes_view, name="correct_minutes"),
    path("groups/<int:group_id>/minutes/", minutes.past_meetings, name="past_meetings"),
    path("groups/<int:group_id>/agenda-balance/", minutes.agenda_balance, name="agenda_balance"),
    path("groups/<int:group_id>/votes-close/", frame.set_closing_view, name="set_closing"),
]
