"""Applying to a vacancy, below /saya/lamar/."""

from django.urls import path

from registrations.placements.applying import views

app_name = "applying"

urlpatterns = [path("<str:number>/", views.vacancy, name="vacancy")]
