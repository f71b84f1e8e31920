"""Addresses of the design system: appearance, session check, and outside production the gallery."""

from django.conf import settings
from django.urls import path

from core.design import views

app_name = "design"
urlpatterns = [
    path("theme/", views.choose_theme, name="theme"),
    path("session/", views.session, name="session"),
]
if not settings.PRODUCTION:
    from core.design import gallery

    urlpatterns += [
        path("", gallery.gallery, name="gallery"),
        path("form/", gallery.form_page, name="gallery_form"),
        path("progress/", gallery.progress, name="gallery_progress"),
        path("nothing/", gallery.nothing, name="gallery_nothing"),
    ]
