"""The room in which batches of programmes are held, below /petugas/program/."""

from django.urls import path

from registrations.placements.programmes import room_views as views
from registrations.placements.programmes import score_views

app_name = "programme_room"

urlpatterns = [
    path("", views.batches, name="batches"),
    path("baru/", views.new_batch, name="new_batch"),
    path("jenis/", views.new_programme, name="new_programme"),
    path("jenis/<slug:code>/", views.programme, name="programme"),
    path("peserta/<str:number>/", views.choose, name="choose"),
    path("<str:number>/", views.batch, name="batch"),
    path("<str:number>/ubah/", views.change, name="change"),
    path("<str:number>/langkah/<slug:event>/", views.step, name="step"),
    path("<str:number>/peserta/", views.people, name="people"),
    path("<str:number>/nomor/", score_views.sheet, name="sheet"),
    path("<str:number>/nilai/", score_views.scores, name="scores"),
    path("<str:number>/nilai/satu/", score_views.score_one, name="score_one"),
    path("<str:number>/nilai/<int:key>/", score_views.score_list, name="score_list"),
    path("<str:number>/umumkan/", views.publish, name="publish"),
]
