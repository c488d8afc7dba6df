const successes = SUCCESSES;
const bodies = BODIES;
const schemas = SCHEMAS;

const { code } = pm.response;
const status = [`${code}`, `${code}`[0] + "XX", "default"].find((known) => known in bodies);
pm.test(`the status is ${successes.join(" or ")}`, () => pm.expect(status, `the status ${code}`).to.be.oneOf(successes));
const body = bodies[status];
if (body) {
  pm.test("the body is announced as JSON", () => {
    pm.expect(pm.response.headers.get("Content-Type")).to.match(/^application\/json *(;|$)/i);
  });
  pm.test(`the body keeps the schema ${body}`, () => {
    pm.response.to.have.jsonSchema(schemas[body], { unknownFormats: NUMBERS });
  });
}
