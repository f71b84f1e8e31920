"""Addresses of this room."""

from django.urls import path

from metrics.views import dictionary, fairness, figures, targets

app_name = "metrics"
urlpatterns = [
    path("", figures.home, name="home"),
    path("dictionary/", dictionary.dictionary, name="dictionary"),
    path("<uuid:program_id>/", figures.scorecard, name="scorecard"),
    path("<uuid:program_id>/targets/", targets.targets, name="targets"),
    path("<uuid:program_id>/figures.csv", figures.export, name="export"),
    path("<uuid:program_id>/fairness/", fairness.fairness, name="fairness"),
    path("<uuid:program_id>/<slug:key>/", figures.metric, name="metric"),
]
