// Validates vectors from standard input with ajv, and prints for each its id, verdict and first error.
import { text } from "node:stream/consumers";
import Ajv07 from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const { dialect, schemas, vectors } = JSON.parse(await text(process.stdin));
const ajv = addFormats(new (dialect === "2020-12" ? Ajv2020 : Ajv07)({ strict: true, allowUnionTypes: true }));
const validators = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
for (const { id, schema, data } of vectors) {
  const valid = validators[schema](data);
  const errors = (validators[schema].errors ?? []).map((error) => [error.instancePath, error.schemaPath]);
  console.log(JSON.stringify({ id, valid, errors }));
}
