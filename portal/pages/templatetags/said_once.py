"""``translate`` and ``url`` as Django has them, but what they say of literals alone is worked out once for each language.

A public page has seventy of them; together they took a quarter of the time that its template takes.
"""

import re

from django import template
from django.conf import settings
from django.template.defaulttags import url
from django.templatetags.i18n import do_translate
from django.urls import get_script_prefix
from django.utils.translation import get_language

register = template.Library()

_LITERALS = re.compile(r"""\w+\s+("[^"]*"|'[^']*')(\s+context\s+("[^"]*"|'[^']*'))?""")


class SaidOnceNode(template.Node):
    def __init__(self, node):
        self.node, self.said = node, {}

    def render(self, context):
        place = get_language(), get_script_prefix(), settings.ROOT_URLCONF
        if place not in self.said:
            self.said[place] = self.node.render(template.Context())
        return self.said[place]


def _said_once(compile_tag):
    def compile_once(parser, token):
        node = compile_tag(parser, token)
        return SaidOnceNode(node) if _LITERALS.fullmatch(token.contents) else node

    return compile_once


register.tag("translate", _said_once(do_translate))
register.tag("url", _said_once(url))
