"""The room's table of contents."""

from django.urls import path

from company_network.companies import speaking_views as speaking
from company_network.companies import views

urlpatterns = [
    path("companies/", views.companies, name="companies"),
    path("companies/<int:company_id>/", views.company, name="company"),
    path("companies/new/<int:network_id>/", views.new_company, name="new_company"),
    path("companies/<int:company_id>/edit/", views.edit_company_view, name="edit_company"),
    path("companies/<int:company_id>/invite/", speaking.invite_representative_view, name="invite_representative"),
    path("companies/<int:company_id>/speakers/", speaking.begin_representing_view, name="begin_representing"),
    path("companies/<int:company_id>/close/", speaking.close_company_view, name="close_company"),
    path("companies/<int:company_id>/reopen/", speaking.reopen_company_view, name="reopen_company"),
    path("representatives/<int:representative_id>/end/", speaking.end_representing_view, name="end_representing"),
    path(
        "representatives/<int:representative_id>/resume/",
        speaking.resume_representing_view,
        name="resume_representing",
    ),
]
