"""What stands with an event line by line: letters it rests on, who speaks, what is handed out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.choices import LetterKind, MaterialKind, Topic


class Letter(models.Model):
    event = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind)
    number = models.CharField(_("number"), max_length=100)
    dated_on = models.DateField(_("date"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter of an event")
        verbose_name_plural = _("letters of events")
        ordering = ["id"]

    def __str__(self):
        return self.number


class Speaker(models.Model):
    event = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="speakers")
    name = models.CharField(_("name"), max_length=150)
    institution = models.CharField(_("institution"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=150, blank=True)
    topics = ArrayField(
        models.CharField(max_length=1, choices=Topic), default=list, blank=True, verbose_name=_("topics")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed"), null=True, blank=True)  # None: not yet

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["id"]

    def __str__(self):
        return self.name


class Material(models.Model):
    event = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(_("kind"), max_length=8, choices=MaterialKind)
    title = models.CharField(_("title"), max_length=200)
    # ISO 639, as jobs names languages; "" for goods.
    language = models.CharField(_("language"), max_length=3, blank=True)
    copies = models.PositiveIntegerField(_("handed out"), null=True, blank=True)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["id"]

    def __str__(self):
        return self.title
