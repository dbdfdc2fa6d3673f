"""Events for everybody."""

from django.urls import path

from outreach.public import sheet_views, views

app_name = "outreach"

urlpatterns = [
    path("kegiatan/", views.event_list, name="events"),
    path("kegiatan/papan/<str:code>/", sheet_views.notices, name="notices"),
    path("kegiatan/<str:number>/", views.event, name="event"),
    path("kegiatan/<str:number>/kalender.ics", views.calendar_of_event, name="calendar"),
    path("kegiatan/<str:number>/poster/", sheet_views.poster, name="poster"),
    path("feeds/kegiatan.ics", views.calendar_of_place, name="feed"),
]
