"""Whether a file's name tells it from the files of other folders."""

import re
import unicodedata

_COMMON = r"""
    _?index | readme | cover | _?templates? | home | about | overview | introduction | intro
    | summary | contents | toc | _?sidebar | _?footer | _?header | changelog | license | licence
    | contributing | todo | tasks | skill | claude | gemini | agents? | dockerfile | makefile
    | package | config | settings | schema | metadata | manifest | setup | styles? | abstract
    | appendix | glossary | post | spec | lore | profile | welcome | references | bibliography
    | untitled | sans\ titre | unbenannt | sin\ t[íi]tulo | sem\ t[íi]tulo | senza\ titolo
    | naamloos | без\ названия | 未命名 | 无标题 | 無題のファイル | 제목없음 | image | img | pic
    | picture | photo | screenshot | figure | fig | diagram | chart | graph | logo | icon | favicon
    | banner | avatar | thumbnail | thumb | preview | background | hero | header | download
    | pasted\ image | scan | drawing
"""
"""Names that many folders have each one of their own, in lower case; a number may follow."""
_COUNTED = r"""
    act | assignment | book | ch | chapter | class | day | ep | episode | ex | exam | exercise
    | homework | hw | lab | lec | lecture | lesson | level | module | month | page | part | problem
    | quarter | question | quiz | scene | season | section | seminar | session | slides? | step
    | term | topic | tutorial | unit | v | version | vol | volume | week | year | no | nr | q
    | kapitel | lektion | teil | woche | tag | seite | chapitre | leçon | partie | semaine | jour
    | cap[íi]tulo | lecci[óo]n | parte | semana | d[íi]a | capitolo | lezione | глава | лекция
    | урок | часть | неделя | день
"""
"""What one counts in many a folder: such a word with a number names a file of one of them."""
_NUMBER = r"[\W_]*(?:\d{1,3}(?:[\W_]+\d{1,3})*|copy)?[\W_]*"
_TELLS_NOTHING = re.compile(
    rf"(?x) (?: {_COMMON} ) {_NUMBER} | (?: {_COUNTED} ) (?=[\W_]*\d) {_NUMBER}"
)
_ROLE = re.compile(r"[A-Z]{5,}|[A-Z]+(?:[_-][A-Z]+)+")
"""What a file is for its folder, as ``SKILL`` and ``AGENTS``; shorter ones are acronyms."""
_DIGITS_OF_A_DATE = 6
_LEAST_LETTERS = 1


def is_telling(name: str) -> bool:
    """Return whether a file's name tells it from the files of other folders.

    A common word does not (``README``, ``cover.png``), nor does a number, or a word with one
    (``Chapter 1``, ``image-2.png``); a date does.
    """
    stem = name[: name.rfind(".")] if "." in name.strip(".") else name
    key = unicodedata.normalize("NFC", stem).casefold()
    if _ROLE.fullmatch(stem):
        return False
    if sum(map(str.isalpha, key)) < _LEAST_LETTERS:
        return sum(map(str.isdigit, key)) >= _DIGITS_OF_A_DATE
    return _TELLS_NOTHING.fullmatch(key) is None
