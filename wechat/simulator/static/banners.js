/* Notifications that drop from the top of the phone, and the red numbers on the icons. */
import { byId, icon, make } from "./shared.js";

const SHOWN_SECONDS = 6;

export function notify({ kind, iconName, title, text, onclick, extra }) {
  const banner = make("div", { class: "banner", role: "status", "data-kind": kind });
  const away = () => banner.remove();
  const inside = make("button", { type: "button", class: "banner-text", onclick: () => { away(); onclick(); } }, make("strong", {}, title), make("span", {}, text));
  inside.style.textAlign = "left";
  banner.append(make("span", { class: `app-icon ${kind}` }, icon(iconName)), inside);
  if (extra) banner.append(make("button", { type: "button", class: "banner-copy", onclick: () => { extra.onclick(); away(); } }, extra.label));
  byId("banners").replaceChildren(banner);
  setTimeout(away, SHOWN_SECONDS * 1000);
}

/* What a screen shows needs no notification any more. */
export function forget(kind) {
  document.querySelectorAll(`.banner[data-kind="${kind}"]`).forEach((banner) => banner.remove());
}

export function setBadge(name, count) {
  document.querySelectorAll(`[data-badge="${name}"]`).forEach((badge) => {
    badge.textContent = count > 99 ? "99+" : String(count);
    badge.classList.toggle("on", count > 0);
  });
}
