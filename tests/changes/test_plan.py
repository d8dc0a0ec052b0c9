"""Which fixes go together, seen from the whole pipeline."""

from vaultkit.api import Vault
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair

SETTINGS = read_settings(None, Choices())


def repaired(texts, **options):
    done = repair(Vault.from_texts({".obsidian/app.json": "{}", **texts}), SETTINGS, **options)
    assert not done.refusals
    assert not done.cycle
    return done, {
        path: change.after and change.after.decode() for path, change in done.changes.items()
    }


def test_a_link_to_a_heading_and_a_link_in_it_wait_for_each_other():
    note = "# [Spring plan](#spring-plan) and more\n\n[x](Home.md#spring-plan-and-more)\n"
    done, texts = repaired({"Home.md": note, "Spring plan.md": "x"})

    assert texts == {
        "Home.md": "# [[Spring plan]] and more\n\n[[#Spring plan and more|x]]\n",
    }
    assert done.passes == 2


def test_fixes_that_touch_wait_for_each_other():
    done, texts = repaired({"Home.md": "[[spring-plan]][[spring-plan]]\n", "Spring plan.md": "x"})

    assert texts == {"Home.md": "[[Spring plan|spring-plan]][[Spring plan|spring-plan]]\n"}
    assert done.passes == 2


def test_two_values_of_one_property_are_changed_at_once():
    note = '---\nup: ["[[old/A]]", "[[old/B]]"]\n---\n'
    done, texts = repaired({"Home.md": note, "A.md": "x", "B.md": "x"})

    assert texts == {"Home.md": '---\nup: ["[[A]]", "[[B]]"]\n---\n'}
    assert done.passes == 1


def test_fixes_that_undo_each_other_end_and_are_named(monkeypatch):
    from vaultkit.changes.draft.draft import Drafter
    from vaultkit.changes.fix import Edit, Fix
    from vaultkit.rules.base.problem import Applicability

    def swapped(self, item):
        now = self.source.data[:1]
        edit = Edit(self.document.path, 0, 1, b"b" if now == b"a" else b"a")
        return Fix(item.rule, "swap", Applicability.SAFE, (edit,))

    monkeypatch.setattr(Drafter, "draft", swapped)
    monkeypatch.setattr("vaultkit.fix.repair.guard", lambda *_: [])
    texts = {"Home.md": "a [[old/A]]\n", "A.md": "x"}
    done = repair(Vault.from_texts(texts), SETTINGS)

    assert done.cycle == ("broken-link",)
    assert done.passes == 2
    assert done.changes == {}
