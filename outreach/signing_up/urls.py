"""Signing up for an event, the ticket, and the list of who comes."""

from django.urls import path

from outreach.signing_up import staff_views, views

app_name = "event_sign_up"

urlpatterns = [
    path("kegiatan/kursi/", views.lost, name="lost"),
    path("kegiatan/kursi/<str:code>/", views.ticket, name="ticket"),
    path("kegiatan/kursi/<str:code>/kabari/", views.address, name="address"),
    path("kegiatan/kursi/<str:code>/batal/", views.cancel, name="cancel"),
    path("kegiatan/<str:number>/ikut/", views.form, name="form"),
    path("kegiatan/<str:number>/ikut/rombongan/", views.group, name="group"),
    path("petugas/kegiatan/<str:number>/peserta/", staff_views.people, name="people"),
    path("petugas/kegiatan/<str:number>/peserta/tambah/", staff_views.add, name="add"),
    path("petugas/kegiatan/<str:number>/peserta/batal/", staff_views.cancel_for, name="cancel_for"),
]
