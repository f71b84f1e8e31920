"""Addresses of drafts."""

from django.urls import path

from core.drafts import views

app_name = "drafts"
urlpatterns = [
    path("", views.save, name="save"),
    path("<uuid:draft_id>/discard/", views.discard, name="discard"),
    path("<uuid:draft_id>/restore/", views.restore, name="restore"),
]
