"""Drafts of vacancies, below /petugas/lowongan/ beside the check room."""

from django.urls import path

from jobs.drafts import views

app_name = "drafts"

urlpatterns = [
    path("baru/", views.new, name="new"),
    path("<str:number>/ubah/", views.edit, name="edit"),
    path("<str:number>/salin/", views.copy, name="copy"),
]
