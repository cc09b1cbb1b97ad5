"""The text of a post in one spelling, so that everything after it meets one kind of dash, quote, apostrophe and space.

Words are not changed beyond letters of the wrong alphabet; what they mean is not known here.
"""

import re

RULER = "⁂"
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]|\0")
_SPACE = re.compile("[^\\S\n]+")
# "20-00", "20 : 00", "20. 00" before a date, a parenthesis or a verb of bringing down: never "20-30 БпЛА".
_TORN_TIME = re.compile(
    r"\b((?:на|з|із|зі|о|до|по) \(?)([01]?\d|2[0-4])(?: ?[:;] ?|\. ?|-| )([0-5][05])"
    r"(?=\)|,? \d{1,2} (?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд)|,? (?:збит|знищ|підтв|проти))",
    re.IGNORECASE,
)
# "1О4" with the letter for the digit.
_LETTER_FOR_ZERO = re.compile("(?<=\\d)[оОoO](?=\\d)")
_RULER = re.compile("[➖─—_=]{4,}")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\u0085|\v|\f")
_APOSTROPHE = re.compile("(?<=\\w)[’ʼ`´‘′ʹ＇](?=\\w)")
_TRANSLATION = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－➖", "-"),
        **dict.fromkeys("«»“”„‟‹›＂″❝❞", '"'),
        **dict.fromkeys("’ʼ`´‘′ʹ＇", '"'),
        **dict.fromkeys("•▪▫●◦‣∙·■□◾◽🔹🔸", "•"),
        "…": ".",
        "：": ":",
    }
)
_EMPTY_LINES = re.compile("\n[\\s]*\n")
# A word with a letter of each alphabet side by side, or a single Latin letter.
_CYRILLIC_LETTERS = "а-яіїєґА-ЯІЇЄҐ"
_MIXED_WORD = re.compile(
    rf"(?<![^\W\d_])[^\W\d_]*(?:[A-Za-z][{_CYRILLIC_LETTERS}]|[{_CYRILLIC_LETTERS}][A-Za-z])[^\W\d_]*"
    r"|(?<![^\W\d_])[A-Za-z](?![^\W\d_])"
)
_LATIN, _CYRILLIC = "aceiopxyABCEHIKMOPTXy", "асеіорхуАВСЕНІКМОРТХу"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_SINGLE = "aiouyBcOIAY"
# A hyphen that the line or the typist tore from the second half of a name.
_TORN = re.compile(
    r"\b((?:Shahed|Орлан|Мерлін|Ту|Су|МіГ|KN|[ХXСCS])(?= ?- ?\d)|Іскандер(?=\s?-\s?[МК]\b)"
    r"|Приморсько(?=\s?-\s?Ахтарськ)|Дань(?=\s?-\s?Т\b))\s?-\s?",
    re.IGNORECASE,
)


def normalise(text: str) -> str:
    """Return a text in one spelling: plain hyphens, straight quotes, single spaces, one alphabet a word.

    A ruler of dashes becomes a line with one `RULER`. Lengths are not kept.
    """
    text = _LINE_END.sub("\n", _INVISIBLE.sub("", text))
    text = _RULER.sub(f"\n{RULER}\n", text)
    text = _APOSTROPHE.sub("'", text).translate(_TRANSLATION)
    text = _EMPTY_LINES.sub("\n\n", _SPACE.sub(" ", text))
    text = _LETTER_FOR_ZERO.sub("0", text)
    text = _MIXED_WORD.sub(_one_alphabet, text)
    return _TORN_TIME.sub(r"\1\2:\3", _TORN.sub(r"\1-", text))


def _one_alphabet(match: re.Match[str]) -> str:
    """Put letters right that look like those of the word's own alphabet: Latin in Cyrillic words, and the other way."""
    word = match.group()
    if len(word) == 1:
        return word.translate(_TO_CYRILLIC) if word in _SINGLE else word
    latin = sum(letter.isascii() for letter in word)
    return word.translate(_TO_LATIN if 2 * latin > len(word) else _TO_CYRILLIC)
