"""The desk's table of contents; the form itself is sent to an address of the public pages."""

from django.urls import path

from home.enquiries import views

urlpatterns = [
    path("enquiries/", views.enquiries, name="enquiries"),
    path("enquiries/<int:pk>/", views.enquiry, name="enquiry"),
    path("enquiries/<int:pk>/answered/", views.answer_enquiry_view, name="answer_enquiry"),
    path("enquiries/<int:pk>/again/", views.take_up_enquiry_view, name="take_up_enquiry"),
    path("enquiries/<int:pk>/erase/", views.erase_enquiry_view, name="erase_enquiry"),
]
