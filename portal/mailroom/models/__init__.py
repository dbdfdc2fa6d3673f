from portal.mailroom.models.announcement import Announcement, AnnouncementStep, Trial

__all__ = ["Announcement", "AnnouncementStep", "Trial"]
