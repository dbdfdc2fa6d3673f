"""At work abroad: the person below /saya/lamaran/, the office below /petugas/penempatan/."""

from django.urls import path

from registrations.placements.abroad import desk_views, mission_views, views

app_name = "abroad"

urlpatterns = [
    path("saya/lamaran/<str:number>/masalah/", views.problem, name="problem"),
    path("saya/lamaran/<str:number>/tiba/", views.arrival, name="arrival"),
    path("petugas/penempatan/masalah/", desk_views.cases, name="cases"),
    path("petugas/penempatan/<str:number>/masalah/", desk_views.case, name="case"),
    path("petugas/penempatan/<str:number>/masalah/surat/", desk_views.letter, name="letter"),
    path("petugas/penempatan/<str:number>/masalah/diteruskan/", desk_views.sent_on, name="sent_on"),
    path("petugas/perwakilan/<str:number>/", mission_views.case, name="at_mission"),
]
