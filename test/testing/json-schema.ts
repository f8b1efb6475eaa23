/** The part of JSON Schema 2020-12 that docs/transcript.schema.json uses. */
type Schema = boolean | { readonly [keyword: string]: unknown };

/** True if a value follows a schema. Throws for a keyword that it does not know, so that none is passed over. */
export function follows(root: Schema, value: unknown, schema: Schema = root): boolean {
  if (typeof schema === "boolean") return schema;
  return Object.entries(schema).every(([keyword, argument]) =>
    followsKeyword(root, value, schema, keyword, argument),
  );
}

function followsKeyword(
  root: Schema,
  value: unknown,
  schema: Exclude<Schema, boolean>,
  keyword: string,
  argument: unknown,
): boolean {
  const inner = (part: unknown, with_: unknown): boolean => follows(root, part, with_ as Schema);
  const list = Array.isArray(value) ? (value as unknown[]) : null;
  const fields = isObject(value) ? value : null;
  switch (keyword) {
    case "$schema":
    case "$defs":
    case "title":
    case "description":
    case "default":
      return true;
    case "$ref":
      return inner(value, definition(root, String(argument)));
    case "type":
      return [argument].flat().some((type) => isType(value, String(type)));
    case "const":
      return value === argument;
    case "enum":
      return (argument as unknown[]).includes(value);
    case "pattern":
      return typeof value !== "string" || new RegExp(String(argument), "u").test(value);
    case "minLength":
      return typeof value !== "string" || value.length >= Number(argument);
    case "minimum":
      return typeof value !== "number" || value >= Number(argument);
    case "maximum":
      return typeof value !== "number" || value <= Number(argument);
    case "anyOf":
      return (argument as unknown[]).some((one) => inner(value, one));
    case "allOf":
      return (argument as unknown[]).every((one) => inner(value, one));
    case "not":
      return !inner(value, argument);
    case "required":
      return fields === null || (argument as string[]).every((name) => Object.hasOwn(fields, name));
    case "properties":
      return Object.entries(argument as object).every(
        ([name, one]) =>
          fields === null || !Object.hasOwn(fields, name) || inner(fields[name], one),
      );
    case "additionalProperties": {
      const known = Object.keys(schema["properties"] ?? {});
      return fields === null || Object.keys(fields).every((name) => known.includes(name));
    }
    case "minProperties":
      return fields === null || Object.keys(fields).length >= Number(argument);
    case "maxProperties":
      return fields === null || Object.keys(fields).length <= Number(argument);
    case "items":
      return list === null || list.every((item) => inner(item, argument));
    case "prefixItems":
      return (argument as unknown[]).every(
        (one, at) => list === null || at >= list.length || inner(list[at], one),
      );
    case "minItems":
      return list === null || list.length >= Number(argument);
    case "maxItems":
      return list === null || list.length <= Number(argument);
    default:
      throw new Error(`The schema uses ${keyword}, which this validator does not know.`);
  }
}

function definition(root: Schema, reference: string): Schema {
  const name = reference.replace("#/$defs/", "");
  const definitions = (root as { $defs: Record<string, Schema> }).$defs;
  const found = definitions[name];
  if (found === undefined)
    throw new Error(`The schema refers to ${reference}, which is not there.`);
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}
