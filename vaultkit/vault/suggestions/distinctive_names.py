"""Whether a file's name, or a heading's words, tell it from those of other folders and notes."""

import re
import unicodedata
from collections.abc import Sequence

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
_SECTIONS = frozenset(
    """
    note notes reference references introduction intro summary overview contents content link links
    example examples see also related resource resources task tasks todo todos idea ideas log logs
    question questions answer answers definition definitions conclusion conclusions source sources
    detail details description background further reading misc miscellaneous other others general
    faq appendix section topic topics
    a an the and or of in on at to for with by from as is are was how what why when where which who
    this that it its my your our more about not no
    notizen quellen einleitung einführung zusammenfassung übersicht überblick beispiel beispiele
    aufgaben fragen siehe auch verweise der die das ein eine und oder von zu mit für im den dem des
    références exemple exemples résumé voir aussi liens le la les un une des du de et ou en
    referencia referencias ejemplo ejemplos resumen introducción enlaces notas el los las y del con
    riferimenti esempio esempi riassunto ripasso introduzione il lo gli e di da per
    referências exemplo exemplos resumo introdução o os as do dos da das
    ссылки пример примеры введение заключение вопросы и в на с о
    参考 参考资料 参考文献 简介 总结 示例 例子 目录 笔记 概述 介绍 背景 结论 概要 まとめ はじめに
    """.split()
)
"""Words of which many a note has a heading of its own, and those that mean little anywhere."""
_LEAST_LETTERS_OF_A_WORD = 3


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


def is_telling_heading(said: Sequence[str]) -> bool:
    """Return whether a heading of these words, in lower case, tells its note from others.

    Those that many notes have do not (References, See also, Chapter 2), nor does a letter.
    """
    whole = " ".join(said)
    if not is_telling(whole):
        return False
    if sum(map(str.isdigit, whole)) >= _DIGITS_OF_A_DATE:
        return True
    return any(word not in _SECTIONS and letters(word) >= _LEAST_LETTERS_OF_A_WORD for word in said)


def letters(word: str) -> int:
    """Count letters; an ideograph or a syllable says as much as two."""
    if word.isascii():
        return sum(map(str.isalpha, word))
    wide = (1 + (unicodedata.east_asian_width(sign) in "WF") for sign in word if sign.isalpha())
    return sum(wide)
