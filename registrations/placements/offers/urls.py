"""A job found on one's own, and the way back to the same employer, below /saya/tawaran/."""

from django.urls import path

from registrations.placements.offers import views

app_name = "offers"

urlpatterns = [
    path("", views.ways, name="ways"),
    path("baru/", views.start, name="start"),
    path("kembali/<str:number>/", views.back, name="back"),
    path("<str:number>/", views.offer, name="offer"),
    path("<str:number>/buang/", views.throw_away, name="throw_away"),
    path("<str:number>/<slug:slug>/", views.part, name="part"),
]
