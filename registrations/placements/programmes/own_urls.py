"""The own sign-ups, below /saya/program/."""

from django.urls import path

from registrations.placements.programmes import views

app_name = "own_programmes"

urlpatterns = [
    path("<str:number>/", views.own, name="batch"),
    path("<str:number>/kalender.ics", views.calendar, name="calendar"),
    path("<str:number>/batal/", views.withdraw, name="withdraw"),
]
