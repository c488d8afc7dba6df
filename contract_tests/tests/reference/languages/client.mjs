// Reads vectors from standard input, one a line, by the client of openapi-generator compiled to JavaScript, and prints
// those that it takes, as it took them.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const client = createRequire(`${process.cwd()}/`)("./compiled/index.js");
for (const line of (await text(process.stdin)).trim().split("\n")) {
  const { id, schema, data } = JSON.parse(line);
  try {
    const body = client[`${schema}FromJSON`](data);
    console.log(JSON.stringify({ id, data: client[`${schema}ToJSON`](body) }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
