"""Addresses of the demo's sign-in."""

from django.urls import path

from mentorship.demo_signin import views

app_name = "demo"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("progress/", views.progress, name="progress"),
    path("enter/<slug:role>/", views.enter, name="enter"),
]
