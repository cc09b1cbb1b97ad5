"""What a post is, as far as its words tell before its numbers are read: a summary, a caption, a spoof.

Only what no number can change is decided here; whether the rest is a report shows when it is read.
"""

import re

from assets.sources.air_force_posts.passages import Passage
from assets.sources.air_force_posts.report import Kind, Reading
from assets.sources.air_force_posts.text import RULER

# The nominative of a signature, or the doer of a regional note; "Повітряних Сил" is the national command.
_COMMANDS = r"(повітрян\w+ командуванн\w+|оперативн\w+ командуванн\w+|пвк|ок)\s*\"?\s*(південь|схід|захід|центр|північ)"
_REGIONAL_SIGNATURE = re.compile(
    rf"^[^\w\n]*#?({_COMMANDS}|повітряне_командування_\w+|пвк_?\w*|сили оборони півдня(?! україни знищ)|"
    rf"бойова робота[\s-]*{_COMMANDS})[^\w\n]*($|\n|\.|\s(?!збит|знищ))",
    re.MULTILINE,
)
_REGIONAL_DOER = re.compile(_COMMANDS)
_COUNTRY = re.compile(r"(?<!півдня )(?<!сходу )(?<!заходу )україн(у|і|и|ою)\b")
_RUSSIAN = re.compile("[ыэёъ]")
_UKRAINIAN = re.compile("[іїєґ]")
_CLARIFICATION = re.compile(
    r"\W*(уточнен(а|о|і|ня|их)|уточнюємо|виправлення|спростування|оновлен(а|о|і) (інформація|дані)|оновлено|за оновленими"
    r"|допущено помилку|виправлено)\b"
)
_CAPTION = re.compile(
    r"\W*(на (цьому |цих )?(відео|фото|кадрах|світлин\w+)|відео(?!\w)|фото(?!\w)|бойова робота|дивіться|кадри)\b"
)
_ANNOUNCEMENT = re.compile(
    r"\b(деталі|подробиці|інформаці[яю]|результати|дані|цифри|підсумки)(\W+\w+){0,4}?\W+(згодом|пізніше|зранку|вранці|незабаром)\b"
    r"|\b(згодом|пізніше) буде|\bочікуйте"
)
_SO_FAR = re.compile(
    r"\bостаточн\w+ (дані|інформаці\w+|цифри)\b|\b(збито|знищено|подавлено|знешкоджено) вже\b"
    r"|\bвже (збито|знищено|знешкоджено)\b"
)
_PERSON = re.compile(
    r"\W*((президент|речник|командувач|начальник|міністр|прем'єр|генерал|полковник|підполковник|ігнат|олещук|зеленськ|сирськ|головком)"
    r"[^\n:.\d]{0,80}:\s|[^\n.\d]{0,60}\b(розпові|повідоми|заяви|зазначи|наголоси)(в|ла|ли)\b|за словами\b"
    r"|(?!повітрян|інформац|оперативна)[^\n:.\d]{3,60}:\s+(у|в) ніч на)"
)
_OTHER_SIDE = re.compile(
    r"\bсили оборони( україни)?( \w+)? (уразили|вразили|завдали|атакували)\b"
    r"|\bоб'єкт\w* (в |на )?(рф|росії)\b|\bросійськ\w+ ппо\b"
    r"|\bукраїнськ(і|их|ими) (ударн\w+ )?(дрон|бпла|безпілотник)\w* (атакува|уразил|вразил|влучил)"
)
# What no report says; only looked for where no ruler stands under a headline.
_NO_REPORT = re.compile(
    r"\b(фейк|не (забудемо|пробачимо)\b|ізраїл|кремл|міноборони рф|(фото|відео)репортаж"
    r"|(дрони|безпілотники|бпла) (сбу|гур|сбс|ссо|сил безпілотних))|^\W*мобільні вогневі групи"
)
_DIGEST = re.compile(
    r"\W*(\w+ )?(інфографік|дайджест|фейк|підсумк|розшифровк|інтерв'ю|тренування|навчання|шановні)|[^.]{0,80}\bпропагандист"
)
_ADMINISTRATION = re.compile(r"\b(ова|мва|генштаб|генеральний штаб)\b")
# Who reports what they did themselves; the national report counts it too.
_UNIT = re.compile(
    r"\b(бригад|нацгварді|національної гварді|прикордонник|батальйон|екіпаж|воїни|бійці|дивізіон|полку?\b"
    r"|держприкордон|сухопутн|військово-морськ|вмс\b|зенітник|гур\b|сбу\b|тероборон|поліці|iris-t|nasams|patriot"
    r"|підрозділ(?!(и|ів|ами) (реб|ппо|протиповітряної|зенітних ракетних|інших складових|сил оборони))"
    r"|дрон(ами|ів|и)-перехоплювач)"
)
_IN_REGION = re.compile(
    r"\b(на|у|в|над) (небі над )?(\w+щин(і|ою)\b|\w+чині\b|\w+[сц]ькій обл(\b|асті)|\w+[сц]ькою обл(\b|астю)|києв(і|ом)\b)"
)
_TWO_NIGHTS = re.compile(r"\bн(іч|очі) на \d+ (та|і|й) (на )?\d+ ")
# A comparison is about no other time: "наймасованіша з початку року".
_COMPARED = re.compile(r"\bнай\w+( \w+){0,3}? (з|від|за) (початку|весь час|час) \w+")
_PREPARES = re.compile(r"\bготує\w*\b[^.]{0,40}\bатак")
_NIGHT = re.compile(r"\bніч (на|з|із)\b")
_SPOOF = re.compile(r"[\"«]?(мопед|мотоцикл)\w*[\"»]?")
_MONTHS_FOR = "січень|лютий|березень|квітень|травень|червень|липень|серпень|вересень|жовтень|листопад|грудень"
_MONTHS_IN = "січні|лютому|березні|квітні|травні|червні|липні|серпні|вересні|жовтні|листопаді|грудні"
_MONTHS_OF = "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
_ABROAD = r"\b(в|у|над) (польщ(і|ею)|румуні(ї|єю)|молдов(і|ою)|литв(і|ою)|латві(ї|єю)|естоні(ї|єю)|росією)\b"
_OTHER_COUNTRY = re.compile(rf"{_ABROAD}[^.]{{0,60}}\b(збит|знищен|зафіксован)")
_ELSEWHERE = re.compile(rf"\b(вчора|позавчора|торік)\b|\bпопередн\w+ рекорд|\b(збит|знищен)[^.]{{0,40}}{_ABROAD}")
_DAYS_TOGETHER = re.compile(
    rf"\b((?=\d)(?<!ніч на )(?<!ніч з )(?<!ніч із )\d{{1,2}} ?(-|та|і|й) ?\d{{1,2}} ({_MONTHS_OF})|вихідні)\b"
)
_SPANS = r"(тиж\w+|місяц\w+|рік|року|роки|півроку|квартал\w*|діб|днів|дні|літо|зиму|осінь|весну)"
_SUMMARY = re.compile(
    r"\b(за|протягом|упродовж|впродовж|у|в) "
    r"(увесь |весь |останн\w+ |минул\w+ |попередн\w+ |перш\w+ |цього |поточн\w+ |цілий )*"
    rf"(два |дві |три |чотири |двох |\d+ )?{_SPANS}\b"
    r"|\b(минулого|цього) (тижня|місяця|року)\b|\b(з|від) початку \w+|\bза (весь )?час (війни|вторгнення)"
    r"|\b(загалом|усього|всього) з \d"
    rf"|\bминул(ої|у) доб(и|у)\b|\bза (добу|останню добу|умовну добу)\b|\bза ({_MONTHS_FOR})\b|\bу ({_MONTHS_IN})\b"
    rf"|\b(протягом|упродовж|впродовж) ({_MONTHS_OF})\b"
    r"|\bщодня\b|\bсередн(є|ьому)\b|\bза звітами\b|\bз 1 січня \d{4}"
    r"|\bперш(і|их) (два|дві|двох|три) (тижні|тижнів)\b|\bдві доби\b|\bдвох діб\b|\bдва тижні\b"
    r"|\b(дві|двох|три|трьох) ноч\w+|\bніч поспіль\b|\b(протягом|упродовж|впродовж) доби\b"
)


def is_summary(words: str) -> bool:
    """Whether a sentence, in lower case, is about more than one attack: its numbers are not this report's.

    One that names the night is about that, though it may compare: "наймасованішої з початку вторгнення".
    """
    is_other_night = words.lstrip().startswith("нагада") or any(
        pattern.search(words) is not None for pattern in (_TWO_NIGHTS, _ELSEWHERE, _DAYS_TOGETHER)
    )
    words = _COMPARED.sub(" ", words)
    return is_other_night or (_SUMMARY.search(words) is not None and _NIGHT.search(words) is None)


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
    if _CLARIFICATION.match(top) and not (RULER in text and top.startswith("(")):
        return Reading(Kind.CLARIFICATION, "it clarifies a report that stands elsewhere")
    if _REGIONAL_SIGNATURE.search(lower):
        return Reading(Kind.REGIONAL_REPORT, "it is signed by a regional command")
    if RULER not in text and _REGIONAL_DOER.search(lower) and not _COUNTRY.search(lower):
        return Reading(Kind.REGIONAL_REPORT, "it tells of a regional command")
    if _OTHER_SIDE.search(lower):
        return Reading(Kind.OTHER, "it is about an attack by Ukraine")
    if RULER not in text and _OTHER_COUNTRY.search(lower) and not _COUNTRY.search(lower):
        return Reading(Kind.OTHER, "it tells of drones over another country")
    if RULER not in text and _NO_REPORT.search(lower):
        return Reading(Kind.OTHER, "it tells of something else than an attack on the country")
    if _PREPARES.search(lower):
        return Reading(Kind.ANNOUNCEMENT, "it warns of an attack to come")
    if _DIGEST.match(top) or passages[0].tokens[-1].text == "?":
        return Reading(Kind.OTHER, "it tells of reports that stand elsewhere")
    if RULER not in text and _ADMINISTRATION.search(lower):
        return Reading(Kind.OTHER, "it tells what another command or an administration reports")
    if _SO_FAR.search(lower):
        return Reading(Kind.ANNOUNCEMENT, "it counts what has been brought down so far")
    if _PERSON.match(top):
        return Reading(Kind.OTHER, "it tells what somebody said")
    if _CAPTION.match(top):
        return Reading(Kind.CAPTION, "it is the caption of a picture or video")
    return None


def is_local(text: str) -> bool:
    """Whether a post without a number of launched drones tells what one unit did, or what happened in one region."""
    lower = text.lower()
    regions = {match[3] for match in _IN_REGION.finditer(lower)}
    return _UNIT.search(lower) is not None or (len(regions) == 1 and not _COUNTRY.search(lower))


def is_going_on(text: str) -> bool:
    """Whether a post says that the attack it tells of is not over."""
    return re.search(r"\bатака триває\b|\bне ігноруйте\b", text.lower()) is not None


def is_announced(text: str) -> bool:
    """Whether a post says that its numbers come later."""
    return _ANNOUNCEMENT.search(text.lower()) is not None
