/* What every part of the phone page needs: start values, the JSON API, whose phone it is, small DOM tools. */
export const start = JSON.parse(document.getElementById("start").textContent);
export const holding = { person: null, people: [], now: Date.now() / 1000, offset: 0, menu: {} };
export const byId = (id) => document.getElementById(id);

const listeners = {};
export const on = (name, listener) => (listeners[name] = listeners[name] || []).push(listener);
export const tell = (name, value) => (listeners[name] || []).forEach((listener) => listener(value));

/* Call the JSON API; an error becomes an Error with the sentence to show. */
export async function ask(method, path, fields) {
  const options = { method, headers: {} };
  if (fields instanceof FormData) options.body = fields;
  else if (fields !== undefined) {
    options.body = JSON.stringify(fields);
    options.headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch("/simulator/api" + path, options);
  } catch {
    throw new Error("模拟器没有回应，请确认它还在运行");
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.error || "模拟器出错了");
  return content;
}

export const mine = (path) => `/followers/${holding.person.id}${path}`;

/* An element with attributes, listeners (onclick…) and children; text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const face = (person) =>
  make("span", { class: `face face-${(person.id - 1) % 6}`, "aria-hidden": "true" }, person.name.slice(-2));

let toastTimer = 0;
export function toast(text, seconds = 2.5) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), seconds * 1000);
}

export async function trying(work) {
  try {
    return await work();
  } catch (problem) {
    toast(problem.message);
    return null;
  }
}

export async function copy(text, said = "已复制") {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch {
    toast(text, 6);
  }
}

/* Times are always the district's own, whatever this computer thinks. */
const format = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", ...options });
const HOUR = format({ hour: "2-digit", minute: "2-digit", hour12: false });
const DAY = format({ month: "long", day: "numeric", weekday: "short" });
export const hourOf = (seconds) => HOUR.format(new Date(seconds * 1000));
export const dayOf = (seconds) => DAY.format(new Date(seconds * 1000));
export const momentOf = (seconds) =>
  dayOf(seconds) === dayOf(holding.now) ? hourOf(seconds) : `${dayOf(seconds)} ${hourOf(seconds)}`;

export const screenNow = () => byId("phone").dataset.screen;
export function show(name) {
  const before = screenNow();
  byId("phone").dataset.screen = name;
  if (before !== name) tell("screen", { name, before });
}

/* "wechat" is the chat for those who follow and the account's profile for the others. */
export function open(name) {
  show(name === "wechat" ? (holding.person.following ? "chat" : "profile") : name);
}
