/* SMS: a banner when one arrives, an inbox to read them again, codes that copy themselves. */
import { byId, copy, holding, make, momentOf, on, screenNow, show } from "./shared.js";
import { forget, notify, setBadge } from "./banners.js";

const CODE = /(?<!\d)\d{4,6}(?!\d)/;
const list = byId("sms-list");
let unread = 0;

on("hold", () => {
  unread = 0;
  setBadge("sms", 0);
  list.replaceChildren(make("p", { class: "empty" }, "还没有短信"));
});

on("sms", ({ messages, fresh }) => {
  if (messages.length) list.querySelector(".empty")?.remove();
  for (const message of messages) list.append(...drawn(message));
  list.scrollTop = list.scrollHeight;
  if (fresh || !messages.length || screenNow() === "sms") return;
  unread += messages.length;
  setBadge("sms", unread);
  announce(messages.at(-1));
});

on("screen", ({ name }) => {
  if (name !== "sms") return;
  forget("blue");
  unread = 0;
  setBadge("sms", 0);
  list.scrollTop = list.scrollHeight;
});

function drawn(message) {
  const code = CODE.exec(message.text)?.[0];
  const body = make("div", { class: "sms-message" });
  const [before, ...after] = code ? message.text.split(code) : [message.text];
  body.append(before);
  if (code) body.append(make("button", { type: "button", title: "复制", onclick: () => copy(code, `已复制 ${code}`) }, code), after.join(code));
  const other = message.phone === holding.person.phone ? null : make("p", { class: "sms-other" }, `发给 ${message.phone}`);
  return [make("p", { class: "sms-when" }, momentOf(message.created_at)), body, other].filter(Boolean);
}

function announce(message) {
  const code = CODE.exec(message.text)?.[0];
  const extra = code ? { label: `复制 ${code}`, onclick: () => copy(code, `已复制 ${code}`) } : null;
  notify({ kind: "blue", iconName: "sms", title: message.phone === holding.person.phone ? "短信" : `短信 · ${message.phone}`, text: message.text, onclick: () => show("sms"), extra });
}
