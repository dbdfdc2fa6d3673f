"""The daily control of cards, below /petugas/penempatan/kontrol/."""

from django.urls import path

from registrations.placements.control import views

app_name = "control"

urlpatterns = [
    path("", views.findings, name="findings"),
    path("daftar/", views.card_list, name="card_list"),
    path("daftar/simpan/", views.keep_list, name="keep_list"),
    path("<int:key>/", views.finding, name="finding"),
]
