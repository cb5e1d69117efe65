import runpy
from ipaddress import ip_network

import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.addresses import client_address, network_key, network_of

PROXY = "10.0.0.1"


def request_from(address, forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


@pytest.fixture
def proxies(settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("2001:db8:9::/48")]


def test_the_peer_is_the_client_and_a_forwarded_header_a_lie(settings):
    assert settings.TRUSTED_PROXIES == []
    assert client_address(request_from("192.0.2.7", "198.51.100.9")) == "192.0.2.7"
    assert client_address(request_from(PROXY, "198.51.100.9")) == PROXY


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("198.51.100.9", "198.51.100.9"),
        ("1.1.1.1, 198.51.100.9", "198.51.100.9"),  # the left one is the client's lie
        ("1.1.1.1,198.51.100.9 , 10.2.0.3", "198.51.100.9"),
        ("198.51.100.9, 2001:db8:9::4, 10.2.0.3", "198.51.100.9"),
        ("10.9.9.9, 198.51.100.9", "198.51.100.9"),
        ("10.7.0.1, 10.7.0.2", "10.7.0.1"),  # from within the house
        ("198.51.100.9:4711", "198.51.100.9"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:198.51.100.9", "198.51.100.9"),
        ("198.51.100.9, ::ffff:10.2.0.3", "198.51.100.9"),
        ("", PROXY),
        (" , ", PROXY),
        ("unknown", PROXY),
        ("1.1.1.1, unknown", PROXY),
        ("1.1.1.1, _hidden, 10.2.0.3", "10.2.0.3"),
        ("198.51.100.999", PROXY),
        ("198.051.100.009", PROXY),
        ("<script>", PROXY),
        ("[", PROXY),
        ("1.1.1.1, 198.51.100.9\x00", PROXY),
    ],
)
def test_behind_a_trusted_proxy_the_nearest_stranger_is_the_client(
    proxies, forwarded, client
):
    assert client_address(request_from(PROXY, forwarded)) == client


def test_a_stranger_is_not_believed_where_proxies_are_trusted(proxies):
    assert client_address(request_from("192.0.2.7", "198.51.100.9")) == "192.0.2.7"


def test_a_proxy_is_known_by_its_mapped_address_and_without_the_header(proxies):
    assert client_address(request_from("::ffff:10.0.0.1", "192.0.2.7")) == "192.0.2.7"
    assert client_address(request_from(PROXY)) == PROXY


@pytest.mark.parametrize("address", ["", None, "unix:", "localhost", "\x00"])
def test_no_address_is_empty(proxies, address):
    assert client_address(request_from(address, "198.51.100.9")) == ""


def test_a_request_without_an_address_at_all_is_empty(proxies):
    request = request_from(PROXY)
    del request.META["REMOTE_ADDR"]

    assert client_address(request) == ""


@settings(deadline=None)
@given(st.text(), st.text())
def test_nothing_sent_raises(address, forwarded):
    assert isinstance(client_address(request_from(address, forwarded)), str)
    assert isinstance(network_key(address), str)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.9", "198.51.100.0/24"),
        ("::ffff:198.51.100.9", "198.51.100.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("198.51.100.0/24", ""),
        ("nobody", ""),
    ],
)
def test_a_network_is_a_24_or_a_64(address, network):
    assert network_of(address) == network


def test_a_network_key_is_one_for_a_network_and_tells_nothing(settings):
    key = network_key("198.51.100.9")

    assert len(bytes.fromhex(key)) == 32
    assert network_key("198.51.100.77") == key
    assert network_key("198.51.101.9") != key
    settings.SECRET_KEY = "another" * 9
    assert network_key("198.51.100.9") != key


@pytest.mark.parametrize("address", ["", "nobody"])
def test_no_address_has_no_key(address):
    assert network_key(address) == ""


def test_trusted_proxies_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8,::1")
    settings = runpy.run_path("config/settings.py")

    assert settings["TRUSTED_PROXIES"] == [
        ip_network("10.0.0.0/8"),
        ip_network("::1/128"),
    ]


def test_a_proxy_that_is_no_network_is_refused_at_the_start(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1/8")

    with pytest.raises(ValueError, match="10.0.0.1/8 has host bits set"):
        runpy.run_path("config/settings.py")
