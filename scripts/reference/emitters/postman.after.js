const successes = SUCCESSES;
const bodies = BODIES;
const schemas = SCHEMAS;

pm.test(`the status is ${successes.join(" or ")}`, () => pm.expect(pm.response.code).to.be.oneOf(successes));
const body = pm.response.code in bodies ? bodies[pm.response.code] : bodies.default;
if (body) {
  pm.test("the body is announced as JSON", () => {
    pm.expect(pm.response.headers.get("Content-Type")).to.match(/^application\/json *(;|$)/i);
  });
  pm.test(`the body keeps the schema ${body}`, () => {
    pm.response.to.have.jsonSchema(schemas[body], { unknownFormats: NUMBERS });
  });
}
