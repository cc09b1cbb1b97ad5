"""The ways in which the same text is typed: apostrophes, dashes, quotation marks, spaces, letters of two alphabets."""

import re
from dataclasses import dataclass

from hypothesis import strategies as st

LATIN = str.maketrans("аіосерхАІОСЕРХМНКТВ", "aiocepxAIOCEPXMHKTB")


CYRILLIC = str.maketrans("aiocepxyAIOCEPXMHKTB", "аіосерхуАІОСЕРХМНКТВ")


@dataclass(frozen=True)
class Spelling:
    """One way of typing a text.

    Attributes:
        apostrophe: Character for apostrophes.
        dash: Character for dashes between words.
        quotes: Opening and closing quotation mark.
        hard_spaces: Every how manyth space is a no-break space; 0 for none.
        double_spaces: Every how manyth space is doubled; 0 for none.
        latin: Every how manyth Cyrillic letter with a Latin twin is Latin; 0 for none.
    """

    apostrophe: str = "'"
    dash: str = "–"
    quotes: str = "«»"
    hard_spaces: int = 0
    double_spaces: int = 0
    latin: int = 0

    def apply(self, text: str) -> str:
        """Type a text in this way."""
        text = text.replace("'", self.apostrophe).replace(" – ", f" {self.dash} ")
        text = text.replace("«", self.quotes[0]).replace("»", self.quotes[1])
        text = every(self.double_spaces, " ", "  ", text)
        text = every(self.hard_spaces, " ", "\u00a0", text)
        return latinised(text, self.latin)


def every(nth: int, old: str, new: str, text: str) -> str:
    if not nth:
        return text
    seen = iter(range(1, len(text) + 1))
    return re.sub(re.escape(old), lambda found: found[0] if next(seen) % nth else new, text)


def latinised(text: str, nth: int) -> str:
    """Swap letters inside words; every word keeps a letter that only Cyrillic has."""
    if not nth:
        return text
    twins = set("аіосерхАІОСЕРХМНКТВ")
    letters = iter(range(1, len(text) + 1))

    def swap(word: re.Match[str]) -> str:
        if len(word[0]) < 3 or all(letter in twins for letter in word[0]):
            return word[0]
        return "".join(letter.translate(LATIN) if letter in twins and not next(letters) % nth else letter for letter in word[0])

    return re.sub(r"[а-яіїєґА-ЯІЇЄҐ]+", swap, text)


SPELLINGS: st.SearchStrategy[Spelling] = st.one_of(
    st.just(Spelling()),
    st.builds(
        Spelling,
        apostrophe=st.sampled_from(["'", "’", "ʼ", "`"]),
        dash=st.sampled_from(["–", "—", "-"]),
        quotes=st.sampled_from(["«»", "“”", '""', "„“"]),
        hard_spaces=st.sampled_from([0, 2, 7]),
        double_spaces=st.sampled_from([0, 5, 11]),
        latin=st.sampled_from([0, 3, 10]),
    ),
)


def words_of(text: str) -> list[str]:
    """The words and numbers of a text with its letters in one script, to compare texts whatever their spelling."""
    return re.findall(r"\w+", re.sub("[’ʼ`]", "'", text).translate(CYRILLIC).casefold())
