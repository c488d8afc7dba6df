// Opens a page in headless Chromium, through its debugging pipe, and prints what it asked the network for, what it
// complained about, what it says, and for each width of the window what of the schema is cut off.
import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { text } from "node:stream/consumers";

const { chromium, flags, url, widths } = JSON.parse(await text(process.stdin));
const browser = spawn(chromium, [...flags, "--headless", "--remote-debugging-pipe", "about:blank"], {
  stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
});

const CUT = `Array.from(document.querySelectorAll("table *"))
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map((element) => element.innerText).join("\\n")`;
const answers = new Map();
const requests = [];
const problems = [];
let last = 0;
let rest = "";
browser.stdio[4].setEncoding("utf8").on("data", (chunk) => {
  const messages = (rest + chunk).split("\0");
  rest = messages.pop();
  for (const { id, method, params, result, error } of messages.map((message) => JSON.parse(message))) {
    if (id) answers.get(id)(error ? Promise.reject(new Error(error.message)) : result);
    if (method === "Network.requestWillBeSent") requests.push(params.request.url);
    if (method === "Runtime.exceptionThrown") problems.push(params.exceptionDetails.exception?.description);
    if (method === "Runtime.consoleAPICalled" && params.type === "error") problems.push(params.args[0]?.value);
    if (method === "Log.entryAdded" && params.entry.level === "error") problems.push(params.entry.text);
  }
});
function call(method, params = {}, sessionId = undefined) {
  const id = (last += 1);
  browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((resolve) => answers.set(id, resolve));
}

const { targetId } = await call("Target.createTarget", { url: "about:blank" });
const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
const page = (method, params) => call(method, params, sessionId);
const value = async (expression) => (await page("Runtime.evaluate", { expression })).result.value;
for (const domain of ["Network", "Page", "Runtime", "Log"]) await page(`${domain}.enable`);
const cut = {};
for (const width of widths) {
  await page("Emulation.setDeviceMetricsOverride", { width, height: 1000, deviceScaleFactor: 1, mobile: false });
  await page("Page.navigate", { url });
  for (let length = -1, now = 0; length !== now || now === 0; ) {
    await pause(500); // until the page has drawn itself and stays as it is
    [length, now] = [now, await value("document.body.innerText.length")];
  }
  cut[width] = await value(CUT);
}
const shown = await value("document.body.innerText");
await call("Browser.close");
console.log(JSON.stringify({ requests, problems, text: shown, cut }));
