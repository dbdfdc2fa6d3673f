"""Lists of cases for officers and heads, below /petugas/penempatan/."""

from django.urls import path

from registrations.placements.boards import views

app_name = "boards"

urlpatterns = [
    path("angka/", views.numbers, name="numbers"),
    path("keberangkatan/", views.departures, name="departures"),
    path("lembar/<slug:which>/", views.sheet, name="sheet"),
    path("<str:number>/riwayat/", views.evidence, name="evidence"),
]
