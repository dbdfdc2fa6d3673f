"""The orientation room, below /petugas/opp/."""

from django.urls import path

from registrations.placements.opp import views

app_name = "opp"

urlpatterns = [
    path("", views.requests, name="requests"),
    path("sesi/", views.session_list, name="sessions"),
    path("sesi/baru/", views.new, name="new"),
    path("sesi/<str:number>/", views.session, name="session"),
    path("sesi/<str:number>/ubah/", views.change, name="change"),
    path("sesi/<str:number>/batal/", views.call_off, name="call_off"),
    path("sesi/<str:number>/daftar-hadir/", views.sheet, name="sheet"),
    path("sesi/<str:number>/datang/<str:case>/", views.came, name="came"),
]
