from django.urls import path

from jobs.guide import views

app_name = "guide"

urlpatterns = [
    path("", views.index, name="index"),
    path("jalur/<slug:slug>/", views.scheme, name="scheme"),
    path("surat/", views.papers, name="papers"),
    path("surat/<slug:slug>/", views.paper, name="paper"),
    path("<slug:slug>/", views.page, name="page"),
]
