"""The desk, below /petugas/berkas/."""

from django.urls import path

from registrations.desk import queue_views, views

app_name = "desk"

urlpatterns = [
    path("", queue_views.files, name="files"),
    path("berikutnya/", queue_views.take_next, name="take_next"),
    path("saringan/", queue_views.keep_filter, name="keep_filter"),
    path("cari/", queue_views.search, name="search"),
    path("<str:number>/", views.review, name="screen"),
    path("<str:number>/nik/", views.reveal, name="reveal"),
    path("<str:number>/pegang/", views.hold, name="hold"),
    path("<str:number>/isian/", views.mark_field, name="mark_field"),
    path("<str:number>/ragu/", views.doubt, name="doubt"),
    path("<str:number>/tanda/<int:key>/", views.unmark, name="unmark"),
    path("<str:number>/surat/<int:key>/", views.judge, name="judge"),
    path("<str:number>/langkah/<slug:event>/", views.step, name="step"),
]
