from django.urls import path

from jobs.guide import views

app_name = "guide"

urlpatterns = [
    path("", views.index, name="index"),
    path("jalur/<slug:slug>/", views.scheme, name="scheme"),
    path("<slug:slug>/", views.page, name="page"),
]
