"""The person's own way to a job abroad, below /saya/lamaran/."""

from django.urls import path

from registrations.placements.path import views

app_name = "path"

urlpatterns = [
    path("<str:number>/", views.placement, name="placement"),
    path("<str:number>/kalender.ics", views.calendar, name="calendar"),
    path("<str:number>/tidak-beres/", views.concern, name="concern"),
    path("<str:number>/batal/", views.withdraw, name="withdraw"),
]
