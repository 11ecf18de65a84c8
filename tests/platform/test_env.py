"""The typed readers: a good value as its type, a bad one refused by the variable's name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("value", "flag"),
    [("true", True), ("1", True), ("ON", True), (" yes ", True), ("false", False), ("0", False), ("off", False)],
)
def test_a_flag_is_read_in_any_usual_spelling(monkeypatch, value, flag):
    monkeypatch.setenv("LAMP", value)
    assert env.flag("LAMP", not flag) is flag


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_variable_is_an_absent_one(monkeypatch, value):
    monkeypatch.setenv("LAMP", value)
    assert env.flag("LAMP", True) is True
    assert env.number("LAMP", 7) == 7
    assert env.listing("LAMP", ["a"]) == ["a"]
    assert env.text("LAMP", "x") == "x"


def test_a_list_is_split_and_trimmed(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.dk, b.dk ,, ")
    assert env.listing("HOSTS") == ["a.dk", "b.dk"]


def test_an_absent_variable_without_default_is_named(monkeypatch):
    monkeypatch.delenv("SECRET", raising=False)
    with pytest.raises(env.Missing, match="SECRET is not set"):
        env.text("SECRET")


@pytest.mark.parametrize("value", ["maybe", "2", "ja"])
def test_a_bad_flag_is_named(monkeypatch, value):
    monkeypatch.setenv("LAMP", value)
    with pytest.raises(ImproperlyConfigured, match=f"LAMP must be true or false, not “{value}”"):
        env.flag("LAMP", True)


@pytest.mark.parametrize("value", ["many", "-1", "11", "1.5", "--3", "²"])
def test_a_bad_number_is_named(monkeypatch, value):
    monkeypatch.setenv("COUNT", value)
    with pytest.raises(ImproperlyConfigured, match="COUNT must be a whole number from 0 to 10"):
        env.number("COUNT", 3, most=10)


def test_a_choice_outside_its_options_is_named(monkeypatch):
    monkeypatch.setenv("FORM", "staging")
    with pytest.raises(ImproperlyConfigured, match="FORM must be one of embedded, production"):
        env.choice("FORM", ("embedded", "production"), "embedded")


@pytest.mark.parametrize("value", ["mysql://root:hush@x", "localhost:6379", "hush://"])
def test_an_address_of_another_scheme_is_named_and_not_repeated(monkeypatch, value):
    """The address may hold a password, so the message does not show it."""
    monkeypatch.setenv("STORE", value)
    with pytest.raises(ImproperlyConfigured, match="STORE must begin with redis://") as refusal:
        env.url("STORE", ("redis",))
    assert value not in str(refusal.value)
