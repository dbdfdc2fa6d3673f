"""Files that may be of one person, below /petugas/berkas/kembar/."""

from django.urls import path

from registrations.duplicates import views

app_name = "duplicates"

urlpatterns = [
    path("", views.pairs, name="pairs"),
    path("<str:number>/", views.pair, name="pair"),
    path("<str:number>/putusan/", views.decide, name="decide"),
    path("<str:number>/lihat-lagi/", views.look_again, name="look_again"),
]
