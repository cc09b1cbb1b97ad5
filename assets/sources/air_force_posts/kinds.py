"""What a post is, as far as its words tell before its numbers are read: a summary, a caption, a spoof.

Only what no number can change is decided here; whether the rest is a report shows when it is read.
"""

import re

from assets.sources.air_force_posts.passages import Passage
from assets.sources.air_force_posts.report import Kind, Reading

# The nominative of a signature, or the doer of a regional note; "Повітряних Сил" is the national command.
_COMMANDS = r"(повітрян\w+ командуванн\w+|оперативн\w+ командуванн\w+|пвк|ок)\s*\"?\s*(південь|схід|захід|центр|північ)"
_REGIONAL_SIGNATURE = re.compile(
    rf"^[^\w\n]*#?({_COMMANDS}|повітряне_командування_\w+|пвк_?\w*|сили оборони півдня(?! україни знищ)|"
    rf"бойова робота[\s-]*{_COMMANDS})[^\w\n]*($|\n|\.|\s)",
    re.MULTILINE,
)
_REGIONAL_DOER = re.compile(_COMMANDS)
_COUNTRY = re.compile(r"(?<!півдня )(?<!сходу )(?<!заходу )україн(у|і|и|ою)\b")
_RUSSIAN = re.compile("[ыэёъ]")
_UKRAINIAN = re.compile("[іїєґ]")
_CLARIFICATION = re.compile(r"\W*(уточнен(а|о|і|ня|их)|уточнюємо|виправлення|спростування)\b")
_CAPTION = re.compile(
    r"\W*(на (цьому |цих )?(відео|фото|кадрах|світлин\w+)|відео(?!\w)|фото(?!\w)|бойова робота|дивіться|кадри)\b"
)
_ANNOUNCEMENT = re.compile(
    r"(деталі|подробиці|інформація|результати)\W{1,3}(буде |будуть )?(згодом|пізніше)|(згодом|пізніше) буде|очікуйте"
)
_SPOOF = re.compile(r"[\"«]?(мопед|мотоцикл)\w*[\"»]?")
_MONTHS_FOR = "січень|лютий|березень|квітень|травень|червень|липень|серпень|вересень|жовтень|листопад|грудень"
_MONTHS_IN = "січні|лютому|березні|квітні|травні|червні|липні|серпні|вересні|жовтні|листопаді|грудні"
_SPANS = r"(тиж\w+|місяц\w+|рік|року|роки|півроку|квартал\w*|діб|днів|дні|літо|зиму|осінь|весну)"
_SUMMARY = re.compile(
    r"\b(за|протягом|упродовж|впродовж|у|в) "
    r"(увесь |весь |останн\w+ |минул\w+ |попередн\w+ |перш\w+ |цього |поточн\w+ |цілий )*"
    rf"(два |дві |три |чотири |двох |\d+ )?{_SPANS}\b"
    r"|\b(минулого|цього) (тижня|місяця|року)\b|\bз початку \w+|\b(загалом|усього|всього) з \d"
    rf"|\bминул(ої|у) доб(и|у)\b|\bза (добу|останню добу)\b|\bза ({_MONTHS_FOR})\b|\bу ({_MONTHS_IN})\b"
    r"|\bщодня\b|\bсередн(є|ьому)\b|\bза звітами\b|\bз 1 січня \d{4}"
    r"|\bперш(і|их) (два|дві|двох|три) (тижні|тижнів)\b|\bдві доби\b|\bдвох діб\b|\bдва тижні\b"
)


def is_summary(words: str) -> bool:
    """Whether a sentence, in lower case, is about more than one attack: its numbers are not this report's."""
    return _SUMMARY.search(words) is not None


def recognise(text: str, passages: list[Passage]) -> Reading | None:
    """Tell what a post is that is certainly no report of one attack on the country; None if it may be one.

    Args:
        text: The normalised text.
        passages: Its passages.
    """
    lower = text.lower()
    if not passages:
        return Reading(Kind.OTHER, "it has no text")
    if len(_RUSSIAN.findall(lower)) > len(_UKRAINIAN.findall(lower)):
        return Reading(Kind.OTHER, "it is in Russian")
    if _SPOOF.search(lower) and any(token.kind == "slang" for passage in passages for token in passage.tokens):
        return Reading(Kind.SPOOF, "it copies the form of a report with slang for a weapon")
    top = "\n".join(line for line in lower.split("\n") if line.strip())
    if _CLARIFICATION.match(top):
        return Reading(Kind.CLARIFICATION, "it clarifies a report that stands elsewhere")
    if _REGIONAL_SIGNATURE.search(lower):
        return Reading(Kind.REGIONAL_REPORT, "it is signed by a regional command")
    if _REGIONAL_DOER.search(lower) and not _COUNTRY.search(lower):
        return Reading(Kind.REGIONAL_REPORT, "it tells of a regional command")
    if _CAPTION.match(top):
        return Reading(Kind.CAPTION, "it is the caption of a picture or video")
    return None


def is_announced(text: str) -> bool:
    """Whether a post says that its numbers come later."""
    return _ANNOUNCEMENT.search(text.lower()) is not None
