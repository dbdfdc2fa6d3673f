"""What waits for heads, below /petugas/menunggu-anda/."""

from django.urls import path

from registrations.head_desk import views

app_name = "head_desk"

urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("bagi/", views.deal, name="deal"),
    path("telepon/", views.calls, name="calls"),
    path("telepon/<str:number>/", views.called, name="called"),
    path("tanda/<int:key>/", views.flag_ended, name="flag_ended"),
]
