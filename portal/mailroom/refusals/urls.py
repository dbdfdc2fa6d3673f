"""The address in each message that may be refused: short, since an SMS carries it too."""

from django.urls import path

from portal.mailroom.refusals import views

app_name = "refusals"

urlpatterns = [path("<slug:token>/", views.stop, name="stop")]
