"""Names that are dates, as those of daily, weekly and monthly notes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from vaultkit.vault.files.file_index import candidate_paths

_MONTHS_AND_WEEKDAYS = frozenset(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun
    januar jänner februar märz mai juni juli oktober dezember okt dez
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    lundi mardi mercredi jeudi vendredi samedi dimanche
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    lunes martes miércoles jueves viernes sábado domingo
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    segunda terça quarta quinta sexta feira
    januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
    понедельник вторник среда четверг пятница суббота воскресенье
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WEEKS = 53
_ENOUGH = 5


class DatedNotes:
    """The notes of a vault that are called by a date, by their folders."""

    def __init__(self, paths: Sequence[str]) -> None:
        """Store the paths of all files."""
        self._paths = paths

    def has_like(self, linkpath: str, folder: str) -> bool:
        """Return whether a target is a date as the folder that it names has many, written alike.

        Args:
            linkpath: what the link looks for.
            folder: of the file that holds the link, with its final slash, or "".
        """
        name = _key(linkpath).removesuffix(".md")
        if "/" not in name or date_form(name.rpartition("/")[2]) is None:
            return False
        forms = map(_folder_and_form, candidate_paths(name, _key(folder)))
        return any(self._forms[form] >= _ENOUGH for form in forms)

    @cached_property
    def _forms(self) -> Counter[tuple[str, str | None]]:
        """Return how many notes of a folder write their dates in one way."""
        keys = (_key(path) for path in self._paths)
        forms = (_folder_and_form(key[:-3]) for key in keys if key.endswith(".md"))
        return Counter(form for form in forms if form[1] is not None)


def _folder_and_form(path: str) -> tuple[str, str | None]:
    folder, _, name = path.rpartition("/")
    return folder, date_form(name)


def date_form(name: str) -> str | None:
    """Return how a name in lower case writes a date: ``0000-00-00`` or ``00 month 0000``.

    None where it is no date: where it names no year, or no more than a year.
    """
    form = _WORD.sub(lambda word: "month" if word[0] in _MONTHS_AND_WEEKDAYS else word[0], name)
    return _NUMBER.sub(lambda digits: "0" * len(digits[0]), form) if _is_date(name) else None


def is_date_alone(name: str) -> bool:
    """Return whether a note's name is a date and nothing else, such as ``2026-W29``."""
    form = date_form(_key(name))
    return form is not None and set(_WORD.findall(form)) <= {"month", "w"}


def _is_date(name: str) -> bool:
    numbers = _NUMBER.findall(name)
    if len(numbers) == 1 and (day := _DAY.fullmatch(numbers[0])):
        return _is_day(*map(int, day.groups()))
    years = [number for number in numbers if _YEAR.fullmatch(number)]
    others = [int(number) for number in numbers if len(number) <= len("31")]
    if len(years) != 1 or len(others) != len(numbers) - 1:
        return False
    if len(others) == len(("month", "day")):
        return _is_day(int(years[0]), *others) or _is_day(int(years[0]), *reversed(others))
    if others:
        return len(others) == 1 and 1 <= others[0] <= _WEEKS
    return not _MONTHS_AND_WEEKDAYS.isdisjoint(_WORD.findall(name))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
