"""The own orientation, below /saya/lamaran/<number>/."""

from django.urls import path

from registrations.placements.opp import own_views

app_name = "own_opp"

urlpatterns = [path("<str:number>/orientasi/", own_views.orientation, name="orientation")]
