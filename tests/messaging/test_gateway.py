"""What becomes of an SMS or a WhatsApp message, at a real gateway that says yes, no, not now, or nothing at all."""

import pytest

from portal.messaging.channels import Letter, NotNow, Refused, gateway, ways
from portal.messaging.channels.ways import opener_of
from portal.messaging.models import Channel

KEY = "0b4c1b9e-8a3a-4a50-9a5e-2f6c6a1d7f10"
LETTER = Letter(key=KEY, address="+6281234567890", subject="", body="Jalur Resmi: ada kabar", language="id")


@pytest.fixture(name="house")
def _house(gateway):
    return gateway


def verdict(send):
    with pytest.raises((NotNow, Refused)) as problem:
        send(LETTER)
    assert "812" not in str(problem.value)
    return problem.type, problem.value.reason, getattr(problem.value, "address_is_dead", None)


def test_a_message_is_one_request_with_a_key_of_its_channel(house):
    with gateway.opened(Channel.SMS) as by_sms, gateway.opened(Channel.WHATSAPP) as by_whatsapp:
        references = [by_sms(LETTER), by_sms(LETTER), by_whatsapp(LETTER)]

    headers, body = house.asked[0]
    assert body == {"channel": "sms", "to": LETTER.address, "text": LETTER.body, "language": "id"}
    assert headers["Authorization"] == "Bearer a token"
    assert [sent["Idempotency-Key"] for sent, _body in house.asked] == [f"{KEY}-sms"] * 2 + [f"{KEY}-whatsapp"]
    assert references[0] == references[1] != references[2]
    assert house.connections == 2


@pytest.mark.parametrize(
    ("answer", "becomes"),
    [
        (500, (NotNow, "gateway_500", None)),
        (429, (NotNow, "gateway_429", None)),
        (401, (NotNow, "gateway_401", None)),
        (302, (NotNow, "gateway_302", None)),
        (400, (Refused, "gateway_400", False)),
        ((422, "unknown_number"), (Refused, "unknown_number", True)),
        ((422, "not_on_whatsapp"), (Refused, "not_on_whatsapp", True)),
        ((422, "rejected"), (Refused, "rejected", False)),
        ((422, "+6281234567890 is nobody"), (Refused, "gateway_422", False)),
        ((422, ["unknown_number"]), (Refused, "gateway_422", False)),
        ("drop", (NotNow, "gateway_ConnectionError", None)),
        ("hang", (NotNow, "gateway_ReadTimeout", None)),
    ],
)
def test_an_answer_decides_about_one_message_and_the_next_one_goes(house, monkeypatch, answer, becomes):
    house.answers = [answer]
    if answer == "hang":
        monkeypatch.setattr(gateway, "READ", 0.3)

    with gateway.opened(Channel.SMS) as send:
        assert verdict(send) == becomes
        monkeypatch.undo()
        assert send(LETTER)


@pytest.mark.parametrize("reference", ["a\x00b", "\ud800", "x" * 81, 7])
def test_a_reference_that_cannot_be_kept_is_none(house, monkeypatch, reference):
    monkeypatch.setattr(house, "take", lambda key: reference)

    with gateway.opened(Channel.SMS) as send:
        assert send(LETTER) == ""


@pytest.mark.parametrize("name", ["SMS", "WHATSAPP"])
def test_without_a_gateway_there_is_no_such_way(settings, name):
    setattr(settings, f"{name}_GATEWAY_URL", "")

    assert opener_of(Channel[name]) is None


def test_what_is_read_on_the_site_needs_nobody():
    with ways.inbox() as send:
        assert send(LETTER) == ""
