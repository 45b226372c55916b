/* The phone page: whose phone, what time, what is new; the other modules draw their own screens. */
import { ask, byId, dayOf, face, holding, hourOf, make, mine, on, open, show, tell, toast, trying } from "./shared.js";
import "./chat.js";
import "./sms.js";
import "./web.js";
import "./camera.js";
import "./place.js";
import "./levers.js";

const last = { entry: 0, sms: 0 };
let fresh = true;
let asking = false;

function wearCookie() {
  if (holding.person) document.cookie = `simulator_follower=${holding.person.id}; path=/; SameSite=Lax`;
}

/* Two windows may hold two phones: the one being used says who browses. */
window.addEventListener("focus", wearCookie);

async function refresh() {
  if (asking || !holding.person) return;
  asking = true;
  const whose = holding.person.id;
  try {
    const news = await ask("GET", mine(`/updates?after_entry=${last.entry}&after_sms=${last.sms}`));
    if (holding.person.id === whose) take(news);
  } catch {
    /* The next look, a second later, tells. */
  } finally {
    asking = false;
  }
  if (holding.person.id !== whose) refresh();
}

function take(news) {
  const changed = JSON.stringify(holding.person) !== JSON.stringify(news.follower);
  holding.person = news.follower;
  holding.now = news.now;
  holding.offset = news.offset_seconds;
  drawClock();
  if (JSON.stringify(holding.menu) !== JSON.stringify(news.menu)) {
    holding.menu = news.menu;
    tell("menu", news.menu);
  }
  if (changed || fresh) tell("person", holding.person);
  if (changed) drawPeople();
  if (news.entries.length) last.entry = news.entries.at(-1).id;
  if (news.sms.length) last.sms = news.sms.at(-1).id;
  if (news.entries.length || fresh) tell("entries", { entries: news.entries, fresh });
  if (news.sms.length || fresh) tell("sms", { messages: news.sms, fresh });
  fresh = false;
}

function hold(person) {
  holding.person = person;
  localStorage.setItem("simulator-person", person.id);
  wearCookie();
  Object.assign(last, { entry: 0, sms: 0 });
  fresh = true;
  tell("hold", person);
  drawPeople();
  closeDrawer();
  refresh();
}

function drawPeople() {
  const at = holding.people.findIndex((person) => person.id === holding.person.id);
  if (at >= 0) holding.people[at] = holding.person;
  byId("people-list").replaceChildren(...holding.people.map(personRow));
  byId("home-owner").textContent = `${holding.person.name}的手机`;
  document.title = `${holding.person.name}的手机`;
}

function personRow(person) {
  const tag = make("span", { class: person.following ? "tag on" : "tag" }, person.following ? "已关注" : "未关注");
  const text = make("span", {}, make("strong", {}, person.name, tag), make("small", {}, person.about || ""), make("small", {}, person.phone || "没有手机号"));
  const row = make("button", { type: "button", class: "person", "aria-pressed": String(person.id === holding.person.id), onclick: () => { hold(person); show("home"); } }, face(person), text);
  return make("li", {}, row);
}

function drawClock() {
  const hour = hourOf(holding.now);
  byId("clock").textContent = hour;
  byId("clock").classList.toggle("moved", holding.offset !== 0);
  byId("home-time").textContent = hour;
  byId("home-day").textContent = dayOf(holding.now);
  byId("clock-day").textContent = `${dayOf(holding.now)} ${hour}`;
  byId("lever-time").replaceChildren(`${dayOf(holding.now)} ${hour}`, holding.offset ? make("small", {}, told(holding.offset)) : "");
}

function told(offset) {
  const minutes = Math.round(Math.abs(offset) / 60);
  const parts = [[Math.floor(minutes / 1440), "天"], [Math.floor(minutes / 60) % 24, "小时"], [minutes % 60, "分钟"]];
  const text = parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}`).join(" ");
  return `比真实时间${offset > 0 ? "快" : "慢"} ${text || "不到 1 分钟"}`;
}

async function moveClock(step) {
  await trying(() => ask("POST", "/clock", step === "now" ? { offset_seconds: 0 } : { add_seconds: Number(step) }));
  byId("clock-sheet").hidden = true;
  byId("clock").setAttribute("aria-expanded", "false");
  await refresh();
}

function closeDrawer() {
  document.querySelector(".desk").dataset.drawer = "";
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-open], [data-add], [data-drawer]");
  if (target?.dataset.open) open(target.dataset.open);
  if (target?.dataset.add) moveClock(target.dataset.add);
  if (target && "drawer" in target.dataset) document.querySelector(".desk").dataset.drawer = target.matches(".desk") ? "" : target.dataset.drawer;
  const sheet = byId("clock-sheet");
  if (!event.target.closest("#clock, #clock-sheet")) sheet.hidden = true;
  byId("clock").setAttribute("aria-expanded", String(!sheet.hidden));
});
byId("clock").addEventListener("click", () => (byId("clock-sheet").hidden = !byId("clock-sheet").hidden));

byId("add-person").addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  const person = await trying(() => ask("POST", "/followers", fields));
  if (!person) return;
  event.target.reset();
  holding.people.push(person);
  hold(person);
  show("home");
});

byId("follow").addEventListener("click", async (event) => {
  event.target.disabled = true;
  const deed = await trying(() => ask("POST", mine("/follow"), {}));
  event.target.disabled = false;
  if (deed) show("chat");
  await refresh();
});
byId("enter-chat").addEventListener("click", () => show("chat"));
byId("unfollow").addEventListener("click", async () => {
  if (await trying(() => ask("POST", mine("/unfollow"), {}))) toast("已取消关注");
  await refresh();
});
on("person", (person) => {
  byId("follow").hidden = person.following;
  byId("enter-chat").hidden = byId("unfollow").hidden = !person.following;
});
on("refresh", refresh);

async function begin() {
  holding.people = (await ask("GET", "/followers")).followers;
  const wanted = Number(localStorage.getItem("simulator-person"));
  hold(holding.people.find((person) => person.id === wanted) || holding.people[0]);
  open("wechat");
  setInterval(() => document.hidden || refresh(), 1000);
}
trying(begin);
