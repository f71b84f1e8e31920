"""Addresses of one's own data."""

from django.urls import path

from mentorship.rights import views

urlpatterns = [
    path("data/", views.my_data, name="my_data"),
    path("data/download/", views.download, name="my_data_download"),
]
