"""Settings: a bad value is named in one clear error before anything runs (DESIGN.md, Settings)."""

import pytest

from pipelines.settings import Settings, SettingsError

NAMES = (
    "TALLY_SCHEDULE", "TALLY_TIMEZONE", "TALLY_OFFLINE", "TALLY_DATASET_URL", "TALLY_POSTS_URL", "TALLY_LANG",
    "TALLY_MAX_AGE_DAYS", "TALLY_ALERT_WEBHOOK", "TALLY_ALERT_MAIL", "TALLY_SMTP", "TALLY_POSTGRES_URL",
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


DEFAULTS = Settings("30 23 * * *", "Europe/Kyiv", is_offline=False, dataset_url=None, posts_url=None, language="en")


def test_defaults() -> None:
    assert Settings.from_environment() == DEFAULTS


def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert Settings.from_environment() == DEFAULTS


@pytest.mark.parametrize("expression", ["0 4 * * *", "*/15 6-9 * * 1-5", "@daily"])
def test_cron(monkeypatch: pytest.MonkeyPatch, expression: str) -> None:
    monkeypatch.setenv("TALLY_SCHEDULE", expression)
    assert Settings.from_environment().schedule == expression


@pytest.mark.parametrize("expression", ["nightly", "* * * *", "61 23 * * *", "0 25 * * *", "0 0 0 0 0 0 0"])
def test_bad_cron(monkeypatch: pytest.MonkeyPatch, expression: str) -> None:
    monkeypatch.setenv("TALLY_SCHEDULE", expression)
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment()
    assert str(refusal.value).startswith(f"TALLY_SCHEDULE is “{expression}”")
    assert "30 23 * * *" in str(refusal.value)


@pytest.mark.parametrize("name", ["UTC", "America/New_York"])
def test_time_zone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("TALLY_TIMEZONE", name)
    assert Settings.from_environment().timezone == name


@pytest.mark.parametrize("name", ["Europe/Nowhere", "Kyiv", "Europe", "../../etc/passwd", "/etc/localtime", "UTC+2"])
def test_bad_time_zone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("TALLY_TIMEZONE", name)
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment()
    assert str(refusal.value).startswith(f"TALLY_TIMEZONE is “{name}”")
    assert "Europe/Kyiv" in str(refusal.value)


@pytest.mark.parametrize(("value", "is_offline"), [("1", True), (" Yes ", True), ("TRUE", True), ("0", False), ("no", False)])
def test_offline_asks_nobody(monkeypatch: pytest.MonkeyPatch, value: str, is_offline: bool) -> None:
    monkeypatch.setenv("TALLY_OFFLINE", value)
    settings = Settings.from_environment()
    assert settings.is_offline == is_offline
    assert (settings.addresses() == {}) == is_offline


def test_bad_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_OFFLINE", "perhaps")
    with pytest.raises(SettingsError, match="TALLY_OFFLINE is “perhaps”"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("variable", "source_id"), [("TALLY_DATASET_URL", "daily_attacks"), ("TALLY_POSTS_URL", "air_force_posts")]
)
def test_address_replaces_the_source_s_own(monkeypatch: pytest.MonkeyPatch, variable: str, source_id: str) -> None:
    own = Settings.from_environment().addresses()
    monkeypatch.setenv(variable, "http://localhost:8000/d.zip")
    assert Settings.from_environment().addresses() == own | {source_id: "http://localhost:8000/d.zip"}
    assert own[source_id].startswith("https://")


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("file:///etc/secret", "does not begin with https:// or http://"),
        ("secret.zip", "does not begin with https:// or http://"),
        ("localhost:8000/secret", "does not begin with https:// or http://"),
        ("https:secret", "does not begin with https:// or http://"),
        ("http://a b/secret", "holds a space or a control character"),
        ("https://host/secret\n", "holds a space or a control character"),
        ("https://user:secret@/", "names no host after https://"),
        ("https://[secret]/", "has a host in brackets that is no IPv6 address"),
        ("https://user:secret@host:port/", "(https://host) has a port that is no number from 1 to 65535"),
        ("https://user:secret@host:0/", "(https://host) has a port that is no number from 1 to 65535"),
        ("https://host:65536/secret", "(https://host) has a port that is no number from 1 to 65535"),
    ],
)
@pytest.mark.parametrize("variable", ["TALLY_DATASET_URL", "TALLY_ALERT_WEBHOOK"])
def test_bad_address_is_explained_without_being_repeated(
    monkeypatch: pytest.MonkeyPatch, variable: str, url: str, wrong: str
) -> None:
    monkeypatch.setenv(variable, url)
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment()
    assert str(refusal.value) == f"{variable} {wrong}. Give an address such as https://host/path or http://host:8000/path."


def test_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_LANG", "uk")
    assert Settings.from_environment().language == "uk"
    monkeypatch.setenv("TALLY_LANG", "de")
    with pytest.raises(SettingsError, match=r"TALLY_LANG is “de”\. Give one of en, uk\."):
        Settings.from_environment()


def test_monitoring_and_alerts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_MAX_AGE_DAYS", " 3 ")
    monkeypatch.setenv("TALLY_ALERT_WEBHOOK", "https://chat.example.org/hook")
    monkeypatch.setenv("TALLY_ALERT_MAIL", "desk@example.org")
    monkeypatch.setenv("TALLY_SMTP", "smtps://user:secret@mail.example.org:465")
    settings = Settings.from_environment()
    assert settings.max_age_days == 3
    assert settings.alert_webhook == "https://chat.example.org/hook"
    assert settings.alert_mail == "desk@example.org"
    assert settings.smtp == "smtps://user:secret@mail.example.org:465"
    assert "secret" not in repr(settings)
    assert "hook" not in repr(settings).replace("alert_webhook", "")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TALLY_MAX_AGE_DAYS", "-1"),
        ("TALLY_MAX_AGE_DAYS", "three"),
        ("TALLY_ALERT_MAIL", "desk"),
        ("TALLY_ALERT_MAIL", "a@example.org, b@example.org"),
    ],
)
def test_bad_monitoring_and_alerts(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment()
    assert str(refusal.value).startswith(f"{variable} is “{value}”")


@pytest.mark.parametrize(
    "url",
    ["user:secret@mail.example.org:25", "https://user:secret@mail.example.org", "smtp://user:secret@mail.example.org:mail"],
)
def test_bad_mail_server_is_refused_without_repeating_its_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TALLY_SMTP", url)
    with pytest.raises(SettingsError, match=r"^TALLY_SMTP ") as refusal:
        Settings.from_environment()
    assert str(refusal.value).endswith(". Give an address such as smtp://host:25 or smtps://user:password@host.")
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("url", ["postgresql://tally:secret@db.example.org:5432/tally", "postgres://tally@db/tally"])
def test_database_of_the_history(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TALLY_POSTGRES_URL", url)
    settings = Settings.from_environment()
    assert settings.postgres_url == url
    assert "postgres" not in repr(settings)


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@host/tally", "postgresql://u:secret@host", "postgresql://u:secret@host:port/tally", "secret"]
)
def test_bad_database_is_refused_without_repeating_its_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TALLY_POSTGRES_URL", url)
    with pytest.raises(SettingsError, match=r"^TALLY_POSTGRES_URL is not the address of a PostgreSQL database") as refusal:
        Settings.from_environment()
    assert "secret" not in str(refusal.value)
