"""As much of JSON Schema as the schema of OCEL 2.0 uses, to hold our files against it."""

from datetime import datetime

KINDS = {"object": dict, "array": list, "string": str}
UNDERSTOOD = {"$schema", "type", "properties", "required", "items", "format"}


def faults(value, schema, path="$"):
    """Every place where the value is not as the schema says."""
    assert schema.keys() <= UNDERSTOOD
    if not isinstance(value, KINDS[schema["type"]]):
        return [f"{path}: not a {schema['type']}"]
    found = []
    if schema.get("format") == "date-time":
        found += [] if datetime.fromisoformat(value).tzinfo else [f"{path}: no offset"]
    if isinstance(value, dict):
        found += [f"{path}: no {name}" for name in schema.get("required", ()) if name not in value]
        for name, inner in schema.get("properties", {}).items():
            found += faults(value[name], inner, f"{path}.{name}") if name in value else []
    if isinstance(value, list):
        for place, each in enumerate(value):
            found += faults(each, schema["items"], f"{path}[{place}]")
    return found
