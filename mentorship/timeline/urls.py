"""Addresses of the timeline."""

from django.urls import path

from mentorship.timeline import views

app_name = "timeline"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:person_id>/", views.of_person, name="person"),
]
