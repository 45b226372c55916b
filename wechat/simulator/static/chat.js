/* The chat with the account: bubbles, cards, what the person types and presses. */
import { ask, byId, face, holding, icon, make, mine, momentOf, on, screenNow, show, tell, toast, trying } from "./shared.js";
import { forget, notify, setBadge } from "./banners.js";
import { openLink } from "./web.js";

const LINKS = /<a\b([^>]*)>([\s\S]*?)<\/a>|(https?:\/\/[^\s<>"，。；！？）]+)/gi;
const QUIET_SECONDS = 300;
const box = byId("entries");
const chat = byId("screen-chat");
let lastShownAt = 0;
let unread = 0;
let sending = null;

on("hold", () => {
  box.replaceChildren();
  lastShownAt = 0;
  unread = 0;
  setBadge("chat", 0);
  closeMenus();
});

on("entries", ({ entries, fresh }) => {
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  if (entries.some((entry) => entry.sender === "follower")) { sending?.remove(); sending = null; }
  for (const entry of entries) {
    if (entry.created_at - lastShownAt > QUIET_SECONDS) box.append(make("p", { class: "when" }, momentOf(entry.created_at)));
    lastShownAt = entry.created_at;
    box.append(drawn(entry));
  }
  if (fresh || atEnd || entries.some((entry) => entry.sender === "follower")) toEnd(fresh);
  if (!fresh && screenNow() !== "chat") announce(entries.filter((entry) => entry.sender === "account"));
});

on("screen", ({ name }) => {
  closeMenus();
  if (name !== "chat") return;
  forget("green");
  unread = 0;
  setBadge("chat", 0);
  toEnd(true);
});

function toEnd(atOnce) {
  box.style.scrollBehavior = atOnce ? "auto" : "";
  box.scrollTop = box.scrollHeight;
  box.style.scrollBehavior = "";
}

function announce(entries) {
  unread += entries.length;
  setBadge("chat", unread);
  const entry = entries.at(-1);
  if (!entry) return;
  const words = entry.template ? [entry.template.title, ...entry.template.rows.slice(0, 2).map((row) => row.value)].join(" · ") : entry.text.replace(/<[^>]+>/g, "") || entry.articles[0]?.title || "";
  notify({ kind: "green", iconName: "wechat", title: document.querySelector(".profile-body h3").textContent, text: words, onclick: () => show("chat") });
}

function drawn(entry) {
  if (entry.kind === "event") {
    const trouble = entry.text.includes("暂时无法提供服务");
    return make("p", { class: trouble ? "event trouble" : "event" }, entry.text);
  }
  if (entry.kind === "template") return templateCard(entry.template);
  if (entry.kind === "news") return make("div", { class: "card" }, ...entry.articles.map(article));
  const own = entry.sender === "follower";
  const picture = own ? face(holding.person) : make("img", { src: "/simulator/static/icon.svg", alt: "" });
  return make("div", { class: own ? "row mine" : "row" }, picture, bubble(entry));
}

function bubble(entry) {
  if (entry.kind === "image") return make("div", { class: "bubble picture", "aria-label": "图片" }, icon("picture"));
  if (entry.kind === "location") return make("div", { class: "bubble spot" }, make("b", {}, entry.text), make("i", {}, icon("pin")));
  const element = make("div", { class: "bubble" });
  element.append(...written(entry.text));
  return element;
}

/* Text as WeChat shows it: <a href> and bare addresses become links, a menu word is sent when tapped. */
function written(text) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(LINKS)) {
    parts.push(text.slice(at, match.index), link(match));
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}

function link([, attributes, label, bare]) {
  if (bare) return make("a", { href: bare, onclick: follow }, bare);
  const address = (/href\s*=\s*["']([^"']*)["']/i.exec(attributes)?.[1] || "").replaceAll("&amp;", "&");
  const word = /^weixin:\/\/bizmsgmenu\?.*msgmenucontent=([^&]+)/.exec(address)?.[1];
  if (word) return make("button", { type: "button", class: "word", onclick: () => say(decodeURIComponent(word)) }, label);
  return make("a", { href: address, onclick: follow }, label);
}

function follow(event) {
  event.preventDefault();
  openLink(event.currentTarget.getAttribute("href"));
}

function cardFrom() {
  const name = document.querySelector(".profile-body h3").textContent;
  return make("div", { class: "card-from" }, make("img", { src: "/simulator/static/icon.svg", alt: "" }), name);
}

function templateCard(card) {
  const rows = card.rows.flatMap((row) => [make("dt", {}, row.label), make("dd", {}, row.value)]);
  const inside = [cardFrom(), make("h3", {}, card.title), make("dl", {}, ...rows)];
  if (!card.url) return make("div", { class: "card template" }, ...inside);
  inside.push(make("div", { class: "card-more" }, "查看详情"));
  return make("button", { type: "button", class: "card template", onclick: () => openLink(card.url) }, ...inside);
}

function article(item) {
  const text = make("span", {}, make("strong", {}, item.title), make("small", {}, item.description));
  const picture = item.picture ? make("img", { src: item.picture, alt: "" }) : null;
  return make("button", { type: "button", class: "article", onclick: () => openLink(item.url) }, text, picture);
}

async function say(text) {
  sending = make("div", { class: "row mine" }, face(holding.person), make("div", { class: "bubble sending" }, text));
  box.append(sending);
  toEnd(false);
  /* The own bubble stands at once; the true one replaces it when the server has it. */
  const deed = await trying(() => ask("POST", mine("/text"), { text }));
  if (!deed) { sending?.remove(); sending = null; }
  tell("refresh");
}

const composer = byId("composer");
composer.addEventListener("input", () => composer.classList.toggle("typing", composer.text.value.trim() !== ""));
composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = composer.text.value.trim();
  if (!text) return;
  composer.text.value = "";
  composer.classList.remove("typing");
  say(text);
});

byId("plus").addEventListener("click", () => (byId("plus-panel").hidden = !byId("plus-panel").hidden));
byId("plus-panel").addEventListener("click", async (event) => {
  const kind = event.target.closest("[data-send]")?.dataset.send;
  byId("plus-panel").hidden = true;
  if (!kind) return;
  await trying(() => ask("POST", mine(`/${kind}`), {}));
  tell("refresh");
});

byId("swap").addEventListener("click", () => {
  chat.dataset.mode = chat.dataset.mode === "menu" ? "keyboard" : "menu";
  byId("plus-panel").hidden = true;
  if (chat.dataset.mode === "keyboard") composer.text.focus();
});

on("menu", (menu) => {
  const tops = menu.button || [];
  chat.dataset.mode = tops.length ? "menu" : "keyboard";
  chat.classList.toggle("without-menu", tops.length === 0);
  byId("account-menu").replaceChildren(...tops.map(topButton));
});
tell("menu", {});

function topButton(top) {
  const below = top.sub_button || [];
  if (!below.length) return make("div", { class: "menu-top" }, make("button", { type: "button", onclick: () => press(top) }, top.name));
  const subs = make("div", { class: "menu-sub", hidden: "" }, ...below.map((sub) => make("button", { type: "button", onclick: () => press(sub) }, sub.name)));
  const toggle = (event) => {
    const wasOpen = !subs.hidden;
    closeMenus();
    subs.hidden = wasOpen;
    event.currentTarget.setAttribute("aria-expanded", String(!wasOpen));
  };
  return make("div", { class: "menu-top" }, make("button", { type: "button", class: "has-more", "aria-expanded": "false", onclick: toggle }, top.name), subs);
}

function closeMenus() {
  document.querySelectorAll(".menu-sub").forEach((sub) => (sub.hidden = true));
  document.querySelectorAll(".has-more").forEach((button) => button.setAttribute("aria-expanded", "false"));
}
document.addEventListener("click", (event) => event.target.closest(".account-menu") || closeMenus());

async function press(button) {
  closeMenus();
  const wanted = button.key ? { key: button.key } : { name: button.name };
  if (button.type.startsWith("scancode")) {
    tell("scan-for", { why: button.name, done: (text) => text === null || sendPress({ ...wanted, scanned: text }) });
    return;
  }
  if (button.type === "view") openLink(button.url);
  await sendPress(wanted);
}

async function sendPress(wanted) {
  const deed = await trying(() => ask("POST", mine("/menu"), wanted));
  tell("refresh");
  if (deed && !deed.opens && screenNow() === "camera") show("chat");
  if (deed && !deed.served) toast("公众号没有回应");
}
