"""Registering, below /daftar/."""

from django.urls import path

from registrations.wizard import views

app_name = "wizard"

urlpatterns = [
    path("", views.start, name="start"),
    path("mulai/", views.begin, name="begin"),
    path("<str:number>/", views.own_registration, name="registration"),
    path("<str:number>/periksa/", views.own_check, name="check"),
    path("<str:number>/kirim/", views.own_hand_in, name="hand_in"),
    path("<str:number>/selesai/", views.own_done, name="done"),
    path("<str:number>/batal/", views.own_withdraw, name="withdraw"),
    path("<str:number>/benar/<int:key>/", views.own_as_it_is, name="as_it_is"),
    path("<str:number>/<slug:slug>/", views.own_page, name="page"),
]
