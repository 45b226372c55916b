/* The H5 view: the app's pages as WeChat's own browser shows them, in a frame served by the proxy. */
import { ask, byId, copy, holding, mine, on, screenNow, show, start, tell, toast } from "./shared.js";

const frame = byId("web-frame");
const browserOrigin = `${location.protocol}//${location.hostname}:${start.browserPort}`;
const appUrl = new URL(start.appUrl);
const LOCAL = ["127.0.0.1", "localhost", "[::1]", location.hostname];
const visited = [];
let cameFrom = "chat";
let outside = start.appUrl;
let scanAnswer = null;

/* The proxy's address for one of the app's (or of the authorisation page), null for anybody else's. */
function insideAddress(address) {
  const url = new URL(address, start.appUrl);
  if (url.pathname.endsWith("/connect/oauth2/authorize")) {
    return `${browserOrigin}/__wechat__/connect/oauth2/authorize${url.search}&fragment=${url.hash.slice(1)}`;
  }
  const sameHost = url.host === appUrl.host || (LOCAL.includes(url.hostname) && LOCAL.includes(appUrl.hostname) && url.port === appUrl.port);
  return sameHost ? browserOrigin + url.pathname + url.search + url.hash : null;
}

export function openLink(address) {
  if (!address) return;
  const inside = insideAddress(address);
  if (inside === null) {
    window.open(address, "_blank", "noopener");
    toast("这不是本应用的页面，已在浏览器里打开");
    return;
  }
  if (screenNow() !== "web") cameFrom = screenNow() === "camera" ? "chat" : screenNow();
  visited.length = 0;
  byId("web-title").textContent = "";
  go(inside);
  show("web");
}

function go(address) {
  document.cookie = `simulator_follower=${holding.person.id}; path=/; SameSite=Lax`;
  byId("web-progress").hidden = false;
  byId("web-sheet").hidden = true;
  frame.src = address;
}

frame.addEventListener("load", async () => {
  byId("web-progress").hidden = true;
  if (!frame.src.startsWith(browserOrigin) || !holding.person) return;
  const page = await ask("GET", mine("/page")).catch(() => null);
  if (!page || !page.url) return;
  outside = page.url;
  byId("web-title").textContent = page.title || "";
  byId("web-url").textContent = `网页由 ${new URL(page.url).host} 提供\n${page.url}`;
  const inside = insideAddress(page.url);
  const known = visited.lastIndexOf(inside);
  if (known >= 0) visited.length = known + 1;
  else visited.push(inside);
  byId("web-back").hidden = visited.length < 2;
});

byId("web-back").addEventListener("click", () => {
  visited.pop();
  if (visited.length) go(visited.at(-1));
  else close();
});
byId("web-close").addEventListener("click", close);

function close() {
  frame.src = "about:blank";
  visited.length = 0;
  show(holding.person.following || cameFrom === "home" ? cameFrom : "home");
}

/* Another person's phone must not show this one's page. */
on("hold", () => {
  if (screenNow() === "web") show("home");
  frame.src = "about:blank";
  cameFrom = "chat";
});

byId("web-more").addEventListener("click", () => (byId("web-sheet").hidden = !byId("web-sheet").hidden));
byId("web-sheet").addEventListener("click", (event) => {
  const wish = event.target.dataset.web;
  if (!wish) return;
  byId("web-sheet").hidden = true;
  if (wish === "reload") go(visited.at(-1) || browserOrigin + "/");
  if (wish === "copy") copy(outside, "链接已复制");
  if (wish === "outside") window.open(outside, "_blank", "noopener");
});

/* In WeChat a page and the codes that lead to the app share one origin: so they must in the frame. */
function asSeenInside(text) {
  try {
    return insideAddress(new URL(text).href) || text;
  } catch {
    return text;
  }
}

/* What pages ask for through the JS-SDK. */
window.addEventListener("message", (event) => {
  if (event.origin !== browserOrigin || event.source !== frame.contentWindow) return;
  const wish = event.data?.wechatSimulator;
  const answer = (fields) => frame.contentWindow.postMessage({ wechatSimulator: "answer", id: event.data.id, ...fields }, browserOrigin);
  if (wish === "close") close();
  if (wish === "scanned") tell("scanned", event.data.text);
  if (wish !== "scan") return;
  scanAnswer?.({ cancelled: true });
  scanAnswer = answer;
  tell("scan-for", {
    why: "网页请你扫码",
    done: (text) => {
      answer(text === null ? { cancelled: true } : { text: asSeenInside(text) });
      scanAnswer = null;
    },
  });
});
