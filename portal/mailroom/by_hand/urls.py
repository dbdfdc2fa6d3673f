from django.urls import path

from portal.mailroom.by_hand import views

app_name = "by_hand"

urlpatterns = [
    path("", views.to_tell, name="to_tell"),
    path("lembar/", views.sheet, name="sheet"),
    path("sms.csv", views.sms_file, name="sms_file"),
    path("catat/", views.note, name="note"),
]
