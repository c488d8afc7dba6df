// Validates vectors from standard input with @hyperjump/json-schema, and prints for each its id, verdict and errors.
import { text } from "node:stream/consumers";
import { registerSchema, setShouldValidateFormat, validate } from "@hyperjump/json-schema/draft-2020-12";
import "@hyperjump/json-schema/formats";

const { schemas, vectors } = JSON.parse(await text(process.stdin));
setShouldValidateFormat(true);
const validators = {};
for (const [name, schema] of Object.entries(schemas)) {
  registerSchema(schema);
  validators[name] = await validate(schema.$id);
}
for (const { id, schema, data } of vectors) {
  const { valid, errors = [] } = validators[schema](data, "BASIC");
  console.log(JSON.stringify({ id, valid, errors: errors.map((e) => [e.instanceLocation, e.absoluteKeywordLocation]) }));
}
