"""Scanned letters, below /petugas/pindaian/."""

from django.urls import path

from jobs.scans import views

app_name = "scans"

urlpatterns = [path("<str:number>/", views.scan, name="scan")]
