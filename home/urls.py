"""The top floor's own addresses; the public pages answer through Wagtail."""

from django.urls import path

from home.demo.views import demo, demo_sign_in

urlpatterns = [
    path("demo/", demo, name="demo"),
    path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
]
