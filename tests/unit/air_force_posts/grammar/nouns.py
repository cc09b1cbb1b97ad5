"""Weapons in the cases and numbers that reports put them in, written down apart from the reader."""

from collections.abc import Sequence

from tests.unit.air_force_posts.grammar.written import Missile, Noun


def adjectives(stems: Sequence[str]) -> Noun:
    def form(ending: str, noun: str) -> str:
        return " ".join([*(stem + ending for stem in stems), noun])

    return Noun(
        instrumental=(form("ою", "ракетою"), form("ими", "ракетами")),
        nominative=(form("у", "ракету"), form("і", "ракети"), form("их", "ракет")),
        genitive=(form("ої", "ракети"), form("их", "ракет")),
        feminine=True,
    )


STRIKE = Noun(
    ("ударним БпЛА", "ударними БпЛА"), ("ударний БпЛА", "ударні БпЛА", "ударних БпЛА"), ("ударного БпЛА", "ударних БпЛА")
)


HOSTILE = Noun(
    ("ворожим БпЛА", "ворожими БпЛА"), ("ворожий БпЛА", "ворожі БпЛА", "ворожих БпЛА"), ("ворожого БпЛА", "ворожих БпЛА")
)


UNMANNED = Noun(
    ("ударним безпілотником", "ударними безпілотниками"),
    ("ударний безпілотник", "ударні безпілотники", "ударних безпілотників"),
    ("ударного безпілотника", "ударних безпілотників"),
)


KAMIKAZE = Noun(
    ("дроном-камікадзе", "дронами-камікадзе"),
    ("дрон-камікадзе", "дрони-камікадзе", "дронів-камікадзе"),
    ("дрона-камікадзе", "дронів-камікадзе"),
)


HOSTILE_UNMANNED = Noun(
    ("ворожим безпілотником", "ворожими безпілотниками"),
    ("ворожий безпілотник", "ворожі безпілотники", "ворожих безпілотників"),
    ("ворожого безпілотника", "ворожих безпілотників"),
)


BANDEROL = Noun(
    ("баражуючим боєприпасом «Бандероль»", "баражуючими боєприпасами «Бандероль»"),
    ("баражуючий боєприпас «Бандероль»", "баражуючі боєприпаси «Бандероль»", "баражуючих боєприпасів «Бандероль»"),
    ("баражуючого боєприпасу «Бандероль»", "баражуючих боєприпасів «Бандероль»"),
)


RECON = (
    Noun(
        ("розвідувальним БпЛА", "розвідувальними БпЛА"),
        ("розвідувальний БпЛА", "розвідувальні БпЛА", "розвідувальних БпЛА"),
        ("розвідувального БпЛА", "розвідувальних БпЛА"),
    ),
    Noun(
        ("БпЛА ОТР «Орлан-10»",) * 2,
        ("БпЛА ОТР «Орлан-10»",) * 3,
        ("БпЛА ОТР «Орлан-10»",) * 2,
    ),
    Noun(
        ("розвідувальним БпЛА «Supercam»", "розвідувальними БпЛА «Supercam»"),
        ("розвідувальний БпЛА «Supercam»", "розвідувальні БпЛА «Supercam»", "розвідувальних БпЛА «Supercam»"),
        ("розвідувального БпЛА «Supercam»", "розвідувальних БпЛА «Supercam»"),
    ),
)


BALLISTIC = adjectives(["балістичн"])
CRUISE = adjectives(["крилат"])


ANTI_SHIP = adjectives(["протикорабельн"])
ANTI_RADIATION = adjectives(["протирадіолокаційн"])


GUIDED = adjectives(["керован", "авіаційн"])
MISSILES = (
    Missile(BALLISTIC, "Іскандер-М", "ballistic_missile"),
    Missile(BALLISTIC, "Іскандер-М/С-400", "ballistic_missile"),
    Missile(BALLISTIC, "Іскандер-М/С-400/KN-23", "ballistic_missile"),
    Missile(adjectives(["зенітн", "керован"]), "С-300/С-400", "ballistic_missile"),
    Missile(adjectives(["аеробалістичн"]), "Х-47М2 «Кинджал»", "ballistic_missile"),
    Missile(CRUISE, "Х-101", "cruise_missile"),
    Missile(CRUISE, "X-101/X-555", "cruise_missile"),
    Missile(CRUISE, "«Калібр»", "cruise_missile"),
    Missile(CRUISE, "Х-22/32", "cruise_missile"),
    Missile(ANTI_SHIP, "3М22 «Циркон»", "cruise_missile"),
    Missile(ANTI_SHIP, "Циркон/Онікс", "cruise_missile"),
    Missile(GUIDED, "Х-59/69", "cruise_missile"),
    Missile(ANTI_RADIATION, "Х-31П", "other_missile"),
    Missile(ANTI_SHIP, "Х-35", "other_missile"),
)


MISSILES_WITH_ENTRIES_OF_THEIR_OWN = 3
