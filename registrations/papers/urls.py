"""Papers: the person's own pages below /saya/berkas/, and the files for whoever may see them."""

from django.urls import path

from registrations.papers import views

app_name = "papers"

urlpatterns = [
    path("saya/berkas/<str:paper>/", views.paper, name="paper"),
    path("saya/berkas/<str:paper>/kiriman/", views.parts, name="parts"),
    path("saya/berkas/<str:paper>/kiriman/<uuid:key>/", views.part, name="part"),
    path("berkas/<path:name>/unduh/", views.download, name="download"),
    path("berkas/<path:name>/", views.page, name="page"),
]
