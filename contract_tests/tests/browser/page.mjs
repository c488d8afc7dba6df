// Opens a page in headless Chromium through its debugging pipe, once for each width and colour scheme. Prints what it
// asked the network for, what it complained about, what it says, and for each view: the colours, what is cut off, what
// axe-core finds, what the Tab key cannot reach, and where the focus cannot be seen. What can be unfolded, is.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { text } from "node:stream/consumers";

const { chromium, flags, url, widths, schemes, axe } = JSON.parse(await text(process.stdin));
const browser = spawn(chromium, [...flags, "--headless", "--remote-debugging-pipe", "about:blank"], {
  stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
});

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
async function value(expression) {
  const { result, exceptionDetails } = await page("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
  return result.value;
}

// These run in the page.
const LOOK = `(() => {
  const { color, backgroundColor } = getComputedStyle(document.body);
  const { clientWidth, scrollWidth } = document.documentElement;
  const shown = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility());
  const texts = shown.filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const scrolls = (element) => element !== document.body
    && (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const cut = texts.filter((element) => element.getBoundingClientRect().right > clientWidth && !scrolls(element));
  return {
    ink: color,
    paper: backgroundColor,
    smallest: Math.min(...texts.map((element) => parseFloat(getComputedStyle(element).fontSize))),
    overflow: scrollWidth - clientWidth,
    cut: cut.map((element) => element.innerText),
  };
})()`;
const AXE = `axe.run().then(({ violations }) =>
  violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ id, impact, target: target.join(" "), summary: failureSummary }))))`;
const KEYBOARD = `window.keyboard = (() => {
  const looks = (element) => [element, element.parentElement].map((one) => {
    const { outlineStyle, outlineWidth, boxShadow, backgroundColor, color, textDecorationLine } = getComputedStyle(one);
    const { borderTopColor, borderBottomColor } = getComputedStyle(one);
    const outline = outlineStyle === "none" || outlineWidth === "0px" ? "" : outlineStyle + outlineWidth;
    return [outline, boxShadow, backgroundColor, color, textDecorationLine, borderTopColor, borderBottomColor];
  }).join();
  const OPERABLE = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]";
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const name = (element) =>
    element.tagName.toLowerCase() + " " + (element.innerText || element.ariaLabel || element.id || "").trim().slice(0, 40);
  const operable = [...document.querySelectorAll(OPERABLE)].filter(
    (element) => visible(element) && !element.disabled && element.tabIndex >= 0);
  const clickable = [...document.querySelectorAll("body *")].filter((element) =>
    visible(element) && getComputedStyle(element).cursor === "pointer"
    && getComputedStyle(element.parentElement).cursor !== "pointer"
    && !element.closest(OPERABLE) && !element.querySelector(OPERABLE) && !element.control);
  document.activeElement.blur();
  const before = new Map(operable.map((element) => [element, looks(element)]));
  const reached = new Set();
  const unfocused = [];
  return {
    count: operable.length,
    step() {
      const element = document.activeElement;
      if (element === document.body || reached.has(element)) return;
      reached.add(element);
      if (before.get(element) === looks(element) || !visible(element)) unfocused.push(name(element));
    },
    seen: () => ({
      operable: operable.length,
      unreachable: [...operable.filter((element) => !reached.has(element)), ...clickable].map(name),
      unfocused,
    }),
  };
})(), window.keyboard.count`;

for (const domain of ["Network", "Page", "Runtime", "Log"]) await page(`${domain}.enable`);
const views = [];
let shown = "";
for (const width of widths) {
  for (const scheme of schemes) {
    await page("Emulation.setDeviceMetricsOverride", { width, height: 1000, deviceScaleFactor: 1, mobile: false });
    await page("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    await page("Page.navigate", { url });
    do await pause(50);
    while ((await value("document.readyState")) !== "complete");
    shown = await value("document.body.innerText");
    await value(`document.querySelectorAll("details").forEach((element) => { element.open = true; })`);
    const look = await value(LOOK);
    const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
    for (let left = await value(KEYBOARD); left > 0; left -= 1) {
      const down = page("Input.dispatchKeyEvent", { type: "keyDown", ...key });
      await Promise.all([down, page("Input.dispatchKeyEvent", { type: "keyUp", ...key })]);
      await value("window.keyboard.step()");
    }
    const keyboard = await value("window.keyboard.seen()");
    await page("Runtime.evaluate", { expression: readFileSync(axe, "utf8") });
    views.push({ width, scheme, ...look, ...keyboard, findings: await value(AXE) });
  }
}
await call("Browser.close");
console.log(JSON.stringify({ requests, problems, text: shown, views }));
