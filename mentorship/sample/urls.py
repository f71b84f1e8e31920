"""Addresses of the sample organisation."""

from django.urls import path

from mentorship.sample import views

app_name = "sample"
urlpatterns = [
    path("", views.page, name="page"),
    path("load/", views.load, name="load"),
    path("remove/", views.remove, name="remove"),
    path("progress/", views.progress, name="progress"),
]
