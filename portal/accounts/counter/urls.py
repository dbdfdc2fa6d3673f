"""The counter, below /petugas/loket/."""

from django.urls import path

from portal.accounts.counter import views

app_name = "counter"

urlpatterns = [
    path("", views.look_up, name="look_up"),
    path("akun/", views.ask, name="ask"),
    path("akun/buka/", views.open_account, name="open_account"),
    path("menunggu/", views.waiting, name="waiting"),
    path("<str:number>/", views.act, name="act"),
    path("<str:number>/cetak/", views.paper, name="paper"),
]
