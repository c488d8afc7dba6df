const unset = VARIABLES.filter((name) => !pm.variables.get(name));
pm.test("the variables that the request needs are set", () => pm.expect(unset, "set these variables").to.eql([]));
if (unset.length > 0) pm.execution.skipRequest();
