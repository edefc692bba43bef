"""The OpenAPI description: made of the endpoints and of the very structs that they answer with.

python -m runstone.server.openapi        prints it; the UI's TypeScript types are made of it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from runstone.model.refusal import ErrorAnswer
from runstone.model.version import VERSION
from runstone.server.action import Action
from runstone.server.endpoint import Endpoint
from runstone.server.upload import Upload
from runstone.server.wire import JSON_TYPE

_REF = "#/components/schemas/{name}"

# JSON has no word for three numbers.
_NUMBER = {
    "title": "Number",
    "description": "A number, whatever it is.",
    "anyOf": [
        {"type": "number"},
        {
            "type": "object",
            "properties": {"$float": {"enum": ["NaN", "Infinity", "-Infinity"]}},
            "required": ["$float"],
        },
    ],
}


def describe(endpoints: Sequence[Endpoint | Action | Upload]) -> dict[str, Any]:
    """The description of these endpoints."""
    answers = [endpoint.answer for endpoint in endpoints if endpoint.media_type == JSON_TYPE]
    bodies = [body for endpoint in endpoints if (body := _body(endpoint)) is not None]
    _, components = msgspec.json.schema_components([*answers, *bodies, ErrorAnswer], ref_template=_REF)
    _, sent = msgspec.json.schema_components(bodies, ref_template=_REF)
    paths: dict[str, Any] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {}).update(_operations(endpoint))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Runstone", "version": VERSION, "description": "What the UI speaks; see docs/http-api.md."},
        "paths": paths,
        "components": {
            "schemas": {
                "Number": _NUMBER,
                **{
                    name: schema if name in sent else _required(_with_any_number(schema))
                    for name, schema in components.items()
                },
            }
        },
    }


def _with_any_number(schema: Any) -> Any:
    if schema == {"type": "number"}:
        return {"$ref": _REF.format(name="Number")}
    if isinstance(schema, dict):
        return {key: _with_any_number(part) for key, part in schema.items()}
    return [_with_any_number(part) for part in schema] if isinstance(schema, list) else schema


def _required(schema: dict[str, Any]) -> dict[str, Any]:
    # An answer always has all of its fields.
    return {**schema, "required": list(schema["properties"])} if "properties" in schema else schema


def _body(endpoint: Endpoint | Action | Upload) -> type[msgspec.Struct] | None:
    """What comes as JSON and as nothing else."""
    if isinstance(endpoint, Action):
        return endpoint.body
    return None if isinstance(endpoint, Upload) else None if endpoint.address else endpoint.ask


def _also(endpoint: Endpoint | Action | Upload) -> Mapping[int, str]:
    return endpoint.also if isinstance(endpoint, Endpoint) else {}


def _operations(endpoint: Endpoint | Action | Upload) -> dict[str, Any]:
    asked = _operation(endpoint)
    if (body := _body(endpoint)) is not None:
        schema = msgspec.json.schema_components([body], ref_template=_REF)[0][0]
        asked["requestBody"] = {"required": True, "content": {JSON_TYPE: {"schema": schema}}}
    if isinstance(endpoint, Action):
        return {endpoint.method.lower(): asked}
    if isinstance(endpoint, Upload):
        asked["requestBody"] = {"required": True, "content": {endpoint.body_type: {"schema": {}}}}
        return {endpoint.method.lower(): asked}
    if not endpoint.address:
        return {"post": {**asked, "parameters": []}}
    if not endpoint.post:
        return {"get": asked}
    properties = {
        parameter["name"]: {**parameter["schema"], "description": parameter["description"]}
        for parameter in asked["parameters"]
    }
    needed = [parameter["name"] for parameter in asked["parameters"] if parameter["required"]]
    schema = {"type": "object", "properties": properties, "required": needed}
    posted = {
        "operationId": f"{asked['operationId']}_by_post",
        "summary": f"{asked['summary']} The question as JSON, for one too long for a URL.",
        "requestBody": {"required": True, "content": {JSON_TYPE: {"schema": schema}}},
        "responses": asked["responses"],
    }
    return {"get": asked, "post": posted}


def _operation(endpoint: Endpoint | Action | Upload) -> dict[str, Any]:
    (ask,), components = msgspec.json.schema_components([endpoint.ask], ref_template=_REF)
    fields = components[ask["$ref"].rpartition("/")[2]]
    needed = fields.get("required", [])
    content: dict[str, Any] = {"schema": {}}
    if endpoint.media_type == JSON_TYPE:
        content = {"schema": msgspec.json.schema_components([endpoint.answer], ref_template=_REF)[0][0]}
    return {
        "operationId": endpoint.function.__name__,
        "summary": endpoint.description,
        "parameters": [
            {
                "name": name,
                "in": "path" if name in endpoint.path_names else "query",
                "required": name in needed,
                "description": schema.pop("description", ""),
                "schema": schema,
            }
            for name, schema in fields.get("properties", {}).items()
        ],
        "responses": {
            "200": {"description": "The answer.", "content": {endpoint.media_type: content}},
            **{str(status): {"description": told} for status, told in _also(endpoint).items()},
            "default": {
                "description": "What went wrong, and what to do about it.",
                "content": {JSON_TYPE: {"schema": {"$ref": _REF.format(name="ErrorAnswer")}}},
            },
        },
    }


if __name__ == "__main__":
    from runstone.server.app import DESCRIBED

    print(msgspec.json.format(msgspec.json.encode(describe(DESCRIBED)), indent=2).decode())
