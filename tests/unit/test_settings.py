"""Settings: a bad value is named in one clear error before anything runs (DESIGN.md, Settings)."""

import pytest

from pipelines.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TALLY_SCHEDULE", "TALLY_TIMEZONE"):
        monkeypatch.delenv(name, raising=False)


def test_defaults() -> None:
    assert Settings.from_environment() == Settings("30 23 * * *", "Europe/Kyiv")


def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_SCHEDULE", "")
    monkeypatch.setenv("TALLY_TIMEZONE", "")
    assert Settings.from_environment() == Settings("30 23 * * *", "Europe/Kyiv")


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
