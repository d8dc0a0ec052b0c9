"""What the tests of JSON documents use: the schemas in ``docs``, and runs held against them."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

DOCS = Path(__file__).parents[3] / "docs"


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Return one of the schemas in the documentation."""
    schema = json.loads((DOCS / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


def branch_of(whole: dict[str, Any], given: Any) -> dict[str, Any]:
    """Return a schema without those of its alternatives that an object does not match."""
    branches = [{**whole, "oneOf": [branch]} for branch in whole.get("oneOf", ())]
    fit = [branch for branch in branches if Draft202012Validator(branch).is_valid(given)]
    return fit[0] if fit else whole


@pytest.fixture
def document(run, undocumented) -> Callable[..., Any]:
    """Return a function that runs a command and gives its document, once it is as a schema says.

    Nothing but the document may be on standard output, and no field may be undocumented.
    """

    def of(schema: str, *arguments: str, code: int = 0, **where: Any) -> Any:
        ran = run(*arguments, "--format", "json", **where)
        assert ran.code == code, ran.err
        given = ran.json
        whole = schema_of(schema)
        Draft202012Validator(whole).validate(given)
        assert undocumented(given, branch_of(whole, given)) == []
        assert (code == 2) is bool(ran.err), ran.err
        return given

    return of
