"""The planning room of events, below /petugas/kegiatan/. A session stands in an address by its place in the event."""

from django.urls import path

from outreach.plan import views

app_name = "event_plan"

urlpatterns = [
    path("", views.events, name="events"),
    path("baru/", views.new, name="new"),
    path("<str:number>/", views.event, name="event"),
    path("<str:number>/ubah/", views.facts, name="facts"),
    path("<str:number>/sesi/baru/", views.new_session, name="new_session"),
    path("<str:number>/sesi/<int:place>/", views.session, name="session"),
    path("<str:number>/sesi/<int:place>/hapus/", views.take_out, name="take_out"),
    path("<str:number>/hitung/", views.count, name="count"),
    path("<str:number>/hitung/<int:place>/", views.count_session, name="count_session"),
    path("<str:number>/langkah/<slug:step>/", views.step, name="step"),
    path("<str:number>/mirip/<str:other>/", views.double, name="double"),
    path("<str:number>/<slug:slug>/", views.lines, name="lines"),
]
