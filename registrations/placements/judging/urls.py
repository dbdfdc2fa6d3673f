"""Papers of a case, below /petugas/penempatan/."""

from django.urls import path

from registrations.placements.judging import views

app_name = "judging"

urlpatterns = [
    path("surat/", views.waiting, name="waiting"),
    path("<str:number>/surat/<str:paper>/", views.paper, name="paper"),
]
