"""Texts of sources, as pages print them."""

import pytest

from portal.lib.language import as_sentence


@pytest.mark.parametrize(
    ("text", "printed"), [("Perban 9/2020", "Perban 9/2020."), ("Perban 9/2020.", "Perban 9/2020."), ("", "")]
)
def test_a_text_ends_with_one_full_stop(text, printed):
    assert as_sentence(text) == printed
