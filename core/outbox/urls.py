"""Addresses of the demo's mailbox; mounted outside production only."""

from django.urls import path

from core.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<uuid:pk>/", views.mail, name="mail"),
    path("<uuid:pk>/body/", views.body, name="body"),
    path("attachment/<uuid:pk>/", views.attachment, name="attachment"),
]
