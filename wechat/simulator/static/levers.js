/* The levers on the right: making WeChat fail, watching the traffic, starting afresh. */
import { ask, byId, hourOf, make, trying } from "./shared.js";

const SEND = "/cgi-bin/message/template/send";
const PRESETS = [
  ["微信整个不通（一直到取消）", { path: "/cgi-bin", kind: "bad_gateway" }],
  ["系统繁忙三次（-1）", { path: "/cgi-bin", kind: "errcode", errcode: -1, times: 3 }],
  ["模板消息：今天的次数用完（45009）", { path: SEND, kind: "errcode", errcode: 45009 }],
  ["模板消息：发出去了，回音丢了一次", { path: SEND, kind: "answer_lost", times: 1 }],
  ["接口慢得要命（每次等 8 秒）", { path: "/cgi-bin", kind: "hang", seconds: 8 }],
  ["令牌现在全部过期", null],
  ["下一条消息投递两次", { path: "callback", kind: "deliver_twice", times: 1 }],
  ["短信发不出去", { path: "/sms", kind: "bad_gateway" }],
];
const LOOK_EVERY_MS = 3000;

byId("fault-presets").append(...PRESETS.map(([label, fault]) => make("button", { type: "button", onclick: () => pull(fault) }, label)));

async function pull(fault) {
  await trying(() => (fault ? ask("POST", "/faults", fault) : ask("POST", "/tokens/expire", {})));
  look();
}

function activeFault(fault) {
  const label = PRESETS.find(([, known]) => known && known.path === fault.path && known.kind === fault.kind && (known.errcode ?? null) === fault.errcode)?.[0];
  const text = `${label || `${fault.kind} ${fault.path}`}${fault.times ? ` · 还有 ${fault.times} 次` : ""}`;
  return make("li", {}, text, make("button", { type: "button", "aria-label": "取消这个状况", onclick: async () => { await trying(() => ask("DELETE", `/faults/${fault.id}`)); look(); } }, "✕"));
}

function line(item) {
  const out = "event" in item;
  const bad = out ? item.problem : item.status >= 400 || item.errcode;
  const words = out ? `推送 ${item.event}${item.attempt > 1 ? ` 第 ${item.attempt} 次` : ""}` : item.path;
  const note = out ? item.problem : bad ? `errcode ${item.errcode ?? "–"} · HTTP ${item.status}` : "";
  return make("li", {}, make("span", { class: bad ? "bad" : "well" }, out ? "↓" : "↑"), make("span", {}, words), make("time", {}, hourOf(item.created_at)), note ? make("em", {}, note) : null);
}

async function look() {
  try {
    const [{ faults }, { deliveries }, { calls }] = await Promise.all([ask("GET", "/faults"), ask("GET", "/deliveries?limit=30"), ask("GET", "/calls?limit=30")]);
    byId("active-faults").replaceChildren(...faults.map(activeFault));
    const lines = [...deliveries, ...calls].sort((one, other) => other.created_at - one.created_at).slice(0, 40);
    byId("traffic").replaceChildren(...(lines.length ? lines.map(line) : [make("li", {}, "", "还没有往来")]));
  } catch {
    /* The phone itself says when the simulator is gone. */
  }
}
look();
setInterval(() => document.hidden || !byId("levers").checkVisibility() || look(), LOOK_EVERY_MS);

byId("reset").addEventListener("click", async (event) => {
  event.preventDefault();
  if (!window.confirm("清空所有聊天、短信和关注，回到最初的五部手机？应用里的数据不受影响。")) return;
  await trying(() => ask("POST", "/reset", {}));
  localStorage.removeItem("simulator-person");
  location.reload();
});
