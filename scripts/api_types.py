"""What the UI knows of the HTTP API: the server's OpenAPI description, and TypeScript types made of it.

python scripts/api_types.py        writes web/openapi.json and web/src/api/schema.ts
"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import msgspec

from runstone.server.app import DESCRIBED
from runstone.server.openapi import describe

WEB = Path(__file__).resolve().parents[1] / "web"

_HEAD = """/* Made by scripts/api_types.py of openapi.json, that of what the server answers with. Do not edit. */

/** Any value of JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
"""
# `parseJson` turns what stands for NaN and the infinities into these.
_ARE_NUMBERS = frozenset({"Number"})
_NAMES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def files() -> dict[Path, str]:
    """The files and what must be in them."""
    description = describe(DESCRIBED)
    return {
        WEB / "openapi.json": msgspec.json.format(msgspec.json.encode(description), indent=2).decode() + "\n",
        WEB / "src" / "api" / "schema.ts": to_typescript(description["components"]["schemas"]),
    }


def to_typescript(schemas: dict[str, Any]) -> str:
    """The schemas as exported types, each named as it is in Python."""
    return "\n".join([_HEAD, *(_declare(name, schemas[name]) for name in sorted(schemas.keys() - _ARE_NUMBERS))])


def _declare(name: str, schema: dict[str, Any]) -> str:
    comment = _comment(schema["description"])
    if "properties" not in schema:
        return f"{comment}export type {name} = {_type(schema)};\n"
    required = set(schema["required"])
    lines = [f"  {key}{'' if key in required else '?'}: {_type(of)};" for key, of in schema["properties"].items()]
    return "\n".join([f"{comment}export interface {name} {{", *lines, "}\n"])


def _comment(text: str) -> str:
    lines = textwrap.wrap(" ".join(text.split()), 100)
    return f"/** {lines[0]} */\n" if len(lines) == 1 else "/**\n" + "".join(f" * {line}\n" for line in lines) + " */\n"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return "number" if name in _ARE_NUMBERS else name
    if "anyOf" in schema:
        return " | ".join(_type(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if schema.get("type") == "array":
        inner = _type(schema.get("items", {}))
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"Record<string, {_type(values)}>" if values else "Record<string, Json>"
    return _NAMES[schema["type"]] if "type" in schema else "Json"


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
