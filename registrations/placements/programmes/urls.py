"""Programmes of the government for everybody, below /program/."""

from django.urls import path

from registrations.placements.programmes import views

app_name = "programmes"

urlpatterns = [
    path("", views.batches, name="batches"),
    path("<str:number>/", views.batch, name="batch"),
]
