"""Addresses of imports."""

from django.urls import path

from core.imports.views import columns, listing, outcome, rows

app_name = "imports"
urlpatterns = [
    path("", listing.imports, name="list"),
    path("start/", listing.start, name="start"),
    path("sample/<slug:kind>/", listing.sample, name="sample"),
    path("<uuid:pk>/columns/", columns.mapping, name="mapping"),
    path("<uuid:pk>/read-again/", columns.reread, name="reread"),
    path("<uuid:pk>/rows/", rows.preview, name="preview"),
    path("<uuid:pk>/repair/", rows.fix, name="fix"),
    path("<uuid:pk>/discard/", rows.discard, name="discard"),
    path("<uuid:pk>/commit/", outcome.commit, name="commit"),
    path("<uuid:pk>/progress/", outcome.progress, name="progress"),
    path("<uuid:pk>/", outcome.result, name="result"),
    path("<uuid:pk>/rejected/", outcome.rejected, name="rejected"),
    path("<uuid:pk>/undo/", outcome.undo, name="undo"),
    path("<uuid:pk>/try-again/", outcome.try_again, name="retry"),
]
