"""Which files count as moved: what two of them hold and no third does."""

from collections.abc import Mapping

import pytest

from vaultkit.vault.history.moved_files import MovedFiles, moved_files
from vaultkit.vault.vault import Vault

Files = Mapping[str, str | bytes]

TEMPLATE = "---\ntype: daily\nmood:\n---\n## Plan\n\n- [ ] Stretch for ten minutes\n\n## Log\n\n"
PROMPTS = "## Attendees\n\n**Project:**\n\n- What was decided?\n- [ ] \n\n---\n\n## Next steps\n\n"
WORDS = (
    "Apples ripen late in the valley.\n",
    "The ladder stands behind the shed.\n",
    "Frost took half of the pears.\n",
    "Ask the neighbour for his press.\n",
)
ALL = "".join(WORDS)


def found(before: Files, after: Files) -> MovedFiles:
    """Return what became of the files of a vault in memory."""
    return moved_files(Vault.from_texts(before), Vault.from_texts(after), exchanged=True)


def days(texts: Mapping[str, str], template: str = TEMPLATE) -> dict[str, str]:
    """Return notes of one template, with a line of their own each, by the names."""
    return {f"{name}.md": f"{template}{text}\n" for name, text in texts.items()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"Old.md": ALL}, {"New.md": ALL}, id="the same"),
        pytest.param({"Old.md": "deep\n"}, {"New.md": "deep\n"}, id="one word"),
        pytest.param({"Old.md": ALL}, {"New.md": ALL.replace("\n", "\r\n")}, id="CRLF"),
        pytest.param({"Old.md": "\ufeff" + ALL}, {"New.md": ALL}, id="a byte order mark"),
        pytest.param({"Old.md": ALL}, {"New.md": ALL + "One more line.\n"}, id="a line more"),
        pytest.param({"Old.md": ALL}, {"a/New.md": "".join(WORDS[1:])}, id="a line less, moved"),
        pytest.param(
            {"Old.md": "".join(f"- [ ] {word}" for word in WORDS)},
            {"New.md": "".join(f"- [x] {word}" for word in WORDS)},
            id="tasks done",
        ),
        pytest.param(
            {"Old.md": " ".join(WORDS).replace("\n", "")},
            {"New.md": " ".join(["Some words before.", *WORDS]).replace("\n", "")},
            id="one paragraph",
        ),
        pytest.param({"Old.md": "# Old\n"}, {"New.md": "# Old\n"}, id="a title"),
        pytest.param(
            {"Old.md": "---\nsource: https://example.org/a/b\n---\n"},
            {"New.md": "---\nsource: https://example.org/a/b\n---\n"},
            id="a property that hardly another note has",
        ),
        pytest.param({"a/b.png": b"\x89\0png"}, {"c/d.jpg": b"\x89\0png"}, id="an attachment"),
        pytest.param({"Old.md": TEMPLATE}, {"old.md": TEMPLATE}, id="another case"),
        pytest.param({"Old.md": ""}, {"a/Old.md": ""}, id="empty, and the name alone"),
        pytest.param(
            {"2024-01-01.md": f"{TEMPLATE}Rain.\n"},
            {"days/2024-01-01.md": f"{TEMPLATE}Rain and wind.\n"},
            id="the name alone, and edited",
        ),
    ],
)
def test_a_file_that_moved_is_found(before: Files, after: Files) -> None:
    others = days({"2024-02-01": "Snow.", "2024-02-02": "Sun."})

    assert found({**others, **before}, {**others, **after}).renames == dict(
        zip(before, after, strict=True)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            days({"2024-01-01": "Met the dentist."}, "---\ntype: daily\nmood:\n---\n## Plan\n\n"),
            days({"2024-02-09": "Went skiing."}, "---\ntype: daily\nmood:\n---\n## Plan\n\n"),
            id="headings and keys",
        ),
        pytest.param(
            days({"With Ann": "Budget."}, PROMPTS), days({"With Bob": "Roof."}, PROMPTS), id="asks"
        ),
        pytest.param(
            days({"Monday": "Met the dentist."}), days({"Friday": "Went skiing."}), id="tasks"
        ),
        pytest.param(
            days({"Day 1": "Met the dentist."}, "Written by hand, in the evening.\n"),
            days({"Day 2": "Went skiing."}, "Written by hand, in the evening.\n"),
            id="two of a row",
        ),
        pytest.param(
            {"A.md": "Plan\n====\n\nLog\n---\n\nRain.\n"},
            {"B.md": "Plan\n====\n\nLog\n---\n\nSun.\n"},
            id="underlined headings",
        ),
        pytest.param(
            {"A.md": "status:: open\nowner:: Ann\n\nRain.\n"},
            {"B.md": "status:: open\nowner:: Ann\n\nSun.\n"},
            id="inline fields",
        ),
        pytest.param({"A.md": ""}, {"B.md": ""}, id="empty"),
        pytest.param({"A.md": "\n\n"}, {"B.md": "\n\n"}, id="blank"),
        pytest.param({"A.md": "---\n\n- \n"}, {"B.md": "---\n\n- \n"}, id="marks"),
        pytest.param({"A.md": "apple\n"}, {"B.md": "pear\n"}, id="other words"),
        pytest.param({"A.png": b"\0one"}, {"B.png": b"\0two"}, id="attachments of one size"),
    ],
)
def test_a_file_that_went_and_one_that_came(before: Files, after: Files) -> None:
    assert found(before, after).renames == {}


def test_what_a_third_note_holds_is_no_evidence() -> None:
    footer = "Part of my notes on gardens.\nWritten with much love for trees.\n"
    third = {"Third.md": f"Pears.\n{footer}"}
    done = found(third | {"A.md": f"Rain.\n{footer}"}, third | {"B.md": f"Sun.\n{footer}"})

    assert (done.renames, done.doubtful) == ({}, {})


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_third_note_may_have_held_it_or_hold_it_now(where) -> None:
    footer = "Part of my notes on gardens.\n"
    versions = {"before": "Pears.\n", "after": "Pears.\n"}
    versions[where] += footer
    done = found(
        {"A.md": f"Rain.\n{footer}", "Third.md": versions["before"]},
        {"B.md": f"Sun.\n{footer}", "Third.md": versions["after"]},
    )

    assert (done.renames, done.doubtful) == ({}, {})


def test_an_untouched_template_may_be_another_and_no_more() -> None:
    others = days({"2024-02-01": "Snow."})
    done = found({**others, "A.md": TEMPLATE}, {**others, "B.md": TEMPLATE})

    assert (done.renames, done.doubtful) == ({}, {"A.md": ["B.md"]})


def test_a_list_of_tasks_may_be_one_with_another_task() -> None:
    tasks = "".join(f"- [ ] {word}" for word in WORDS)
    done = found({"A.md": tasks}, {"B.md": f"{tasks}- [ ] Sell the cider.\n"})

    assert (done.renames, done.doubtful) == ({}, {"A.md": ["B.md"]})


def test_a_copy_that_stays_is_a_third() -> None:
    image = b"\0a picture"
    done = found(
        {"a.png": image, "copy.png": image, "A.md": ALL, "Copy.md": ALL},
        {"b.png": image, "copy.png": image, "B.md": ALL, "Copy.md": ALL},
    )

    assert (done.renames, done.doubtful) == ({}, {"a.png": ["b.png"], "A.md": ["B.md"]})


def test_a_note_split_in_two_may_be_either() -> None:
    done = found({"A.md": ALL}, {"B.md": "".join(WORDS[:2]), "C.md": "".join(WORDS[2:])})

    assert (done.renames, done.doubtful) == ({}, {"A.md": ["B.md", "C.md"]})


def test_a_note_whose_words_went_to_a_new_note_and_to_an_old_one() -> None:
    done = found(
        {"A.md": ALL, "Old.md": "Something else.\n"},
        {"B.md": "".join(WORDS[:3]), "Old.md": f"Something else.\n{WORDS[3]}{WORDS[2]}"},
    )

    assert done.renames == {}


def test_notes_that_were_merged_may_be_the_new_one() -> None:
    done = found({"A.md": "".join(WORDS[:2]), "B.md": "".join(WORDS[2:])}, {"C.md": ALL})

    assert (done.renames, done.doubtful) == ({}, {"A.md": ["C.md"], "B.md": ["C.md"]})


def test_a_note_merged_into_an_old_one() -> None:
    done = found({"A.md": WORDS[0], "B.md": "".join(WORDS[1:])}, {"B.md": ALL})

    assert (done.renames, done.doubtful) == ({}, {"A.md": ["B.md"]})


def test_a_note_of_which_little_is_left() -> None:
    more = "".join(f"A wholly other sentence, number {number}.\n" for number in range(9))

    assert found({"A.md": ALL}, {"B.md": WORDS[0] + more}).renames == {}


@pytest.mark.parametrize("content", [TEMPLATE, "", b"\0icon"])
def test_files_of_a_folder_that_moved_support_each_other(content) -> None:
    ending = "png" if isinstance(content, bytes) else "md"
    names = [f"a/index.{ending}", f"b/index.{ending}", f"b/c/index.{ending}"]
    before = {**dict.fromkeys(names, content), "b/Apples.md": ALL}
    done = found(before, {f"x/{path}" if path[0] == "b" else path: d for path, d in before.items()})

    assert done.renames == {path: f"x/{path}" for path in before if path[0] == "b"}


def test_a_new_folder_with_such_a_file_supports_nothing() -> None:
    index = "# Index\n\nWhat lies in this folder.\n"
    kept = {"c/index.md": index}

    assert found({**kept, "a/index.md": index}, {**kept, "b/index.md": index}).renames == {}


class TestExchanged:
    ONE, OTHER, THIRD = "".join(WORDS[:2]), WORDS[2] + "Rain.\n", WORDS[3] + "Sun.\n"

    def test_two_notes_with_each_others_names(self) -> None:
        done = found({"A.md": self.ONE, "B.md": self.OTHER}, {"A.md": self.OTHER, "B.md": self.ONE})

        assert done.renames == {"A.md": "B.md", "B.md": "A.md"}

    def test_three_in_turn_and_edited(self) -> None:
        done = found(
            {"A.md": self.ONE, "B.md": self.OTHER, "C.md": self.THIRD},
            {"B.md": f"{self.ONE}More.\n", "C.md": f"{self.OTHER}More.\n", "A.md": self.THIRD},
        )

        assert done.renames == {"A.md": "B.md", "B.md": "C.md", "C.md": "A.md"}

    def test_images(self) -> None:
        done = found(
            {"a.png": b"\0one", "b.png": b"\0three"}, {"a.png": b"\0three", "b.png": b"\0one"}
        )

        assert done.renames == {"a.png": "b.png", "b.png": "a.png"}

    @pytest.mark.parametrize("other", [THIRD, OTHER + ONE, ""])
    def test_an_edit_that_makes_one_what_another_was_is_none(self, other) -> None:
        done = found({"A.md": self.ONE, "B.md": self.OTHER}, {"A.md": self.OTHER, "B.md": other})

        assert done.renames == {}

    def test_a_note_put_aside_for_a_new_one_of_the_name(self) -> None:
        done = found({"Now.md": self.ONE}, {"Then.md": self.ONE, "Now.md": self.OTHER})

        assert done.renames == {}

    def test_templates(self) -> None:
        one, other = days({"1": "Rain."})["1.md"], days({"2": "Sun."})["2.md"]
        done = found({"A.md": one, "B.md": TEMPLATE}, {"A.md": TEMPLATE, "B.md": other})

        assert done.renames == {}
