"""Addresses of the notification preferences and of the way out of each mail."""

from django.urls import path

from core.reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.preferences, name="preferences"),
    path("stop/done/", views.unsubscribed, name="unsubscribed"),
    path("stop/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
