"""Addresses of this shelf."""

from django.urls import path

from core.health import views

urlpatterns = [path("healthz", views.healthz, name="healthz")]
