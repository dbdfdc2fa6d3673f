"""The check room, below /petugas/lowongan/."""

from django.urls import path

from jobs.check_room import views

app_name = "check_room"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("berikutnya/", views.take_next, name="take_next"),
    path("<str:number>/", views.screen, name="screen"),
    path("<str:number>/pegang/", views.hold, name="hold"),
    path("<str:number>/bukti/<str:kind>/", views.prove, name="prove"),
    path("<str:number>/langkah/<slug:event>/", views.step, name="step"),
]
