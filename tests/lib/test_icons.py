from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.template import Context, Template

from portal.lib import drawings, icons
from portal.lib.icons import icon


def drawn(html):
    """Names of the symbols that a page carries."""
    return [part.split('"')[0] for part in html.split('<symbol id="i-')[1:]]


def rendered(source, **context):
    return Template(source).render(Context(context))


def test_a_page_carries_only_the_symbols_it_shows_and_each_once():
    html = rendered('{% page_icons %}{% icon "go" %}{% icon "ok" %}{% icon "go" %}{% endpage_icons %}')

    assert drawn(html) == ["go", "ok"]


def test_a_page_without_icons_carries_no_sprite():
    assert rendered("{% page_icons %}<p>Halo</p>{% endpage_icons %}") == "<p>Halo</p>"


def test_the_symbols_stand_before_what_shows_them():
    html = rendered('{% page_icons %}{% icon "go" %}{% endpage_icons %}')

    assert html.index("<symbol") < html.index("<use")


def test_icons_of_includes_and_of_prepared_markup_are_found():
    html = rendered(
        '{% page_icons %}{% include "components/gap.html" %}{% include "components/note.html" with kind="bad" only %}'
        "{{ prepared }}{% endpage_icons %}",
        prepared=icon("seal"),
    )

    assert drawn(html) == ["bad", "seal"]


def test_icons_of_a_cached_fragment_are_found_again():
    page = '{% load cache %}{% page_icons %}{% cache 60 test_icons %}{% icon "lock" %}{% endcache %}{% endpage_icons %}'
    cache.delete_many(["template.cache.test_icons", "template.cache.test_icons.d41d8cd98f00b204e9800998ecf8427e"])

    assert drawn(rendered(page)) == drawn(rendered(page)) == ["lock"]


def test_a_text_that_speaks_of_an_icon_carries_none():
    html = rendered("{% page_icons %}{{ typed }}{% endpage_icons %}", typed='<use href="#i-go"/>')

    assert drawn(html) == []


def test_an_unknown_icon_is_a_mistake_that_is_named():
    with pytest.raises(KeyError, match="no icon 'kuda'"):
        icon("kuda")


def test_every_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in icon("go")


def test_every_symbol_of_the_sprite_can_be_shown():
    sprite = Path(icons.SPRITE).read_text(encoding="utf-8")

    assert len(icons.symbols()) == sprite.count("<symbol ") > 30


def test_no_template_names_an_icon_that_does_not_exist():
    named = set()
    for page in (settings.BASE_DIR / "templates").rglob("*.html"):
        named |= {part.split('"')[0] for part in page.read_text(encoding="utf-8").split('{% icon "')[1:]}

    assert named <= set(icons.symbols())


def test_the_small_path_has_six_round_stations_and_two_square_stops():
    path = drawings.mini_path(3)

    assert path.count("<circle") == 6
    assert path.count("<rect") == 2
    assert path.count("var(--ok)") == 3  # the travelled line and the two stations behind


@pytest.mark.parametrize("station", [0, 7])
def test_nobody_stands_beyond_the_six_stations(station):
    with pytest.raises(ValueError, match="no station"):
        drawings.mini_path(station)
