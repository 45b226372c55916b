/* The camera: finds a QR code in pasted text, a picture, a captured screen or a real lens. */
import { ask, byId, make, mine, on, screenNow, show, tell, trying } from "./shared.js";
import { openLink } from "./web.js";

const LOOK_EVERY_MS = 400;
const LARGEST_SIDE = 1600;
const HINT = matchMedia("(pointer: coarse)").matches ? "从相册选二维码，或在下面粘贴链接" : "把二维码图片拖到这里，或按 Ctrl+V 粘贴";
const finder = byId("finder");
const video = byId("camera-video");
let stream = null;
let asked = null;
let cameFrom = "home";

on("scan-for", (wish) => {
  asked = wish;
  show("camera");
});

on("screen", async ({ name, before }) => {
  if (name !== "camera") return leave();
  cameFrom = before;
  say("");
  document.querySelector("#screen-camera h2").textContent = asked?.why || "扫一扫";
  byId("camera-text").text.value = "";
  if (matchMedia("(min-width: 1024px)").matches) byId("camera-text").text.focus();
  const { scenes } = await ask("GET", "/scenes").catch(() => ({ scenes: [] }));
  byId("scenes").replaceChildren(...scenes.map((scene) => make("button", { type: "button", title: scene.url, onclick: () => found(scene.url) }, `公众号二维码 ${scene.scene}`)));
});

function leave() {
  stopLooking();
  if (asked) asked.done(null);
  asked = null;
}

byId("camera-close").addEventListener("click", () => {
  if (asked) { const wish = asked; asked = null; show(cameFrom); wish.done(null); }
  else show(cameFrom);
});

function say(problem) {
  byId("camera-problem").textContent = problem;
}

/* A code was read: hand it to the page that asked, or do what WeChat's own scanner does. */
async function found(text) {
  stopLooking();
  navigator.vibrate?.(40);
  if (asked) {
    const wish = asked;
    asked = null;
    show(cameFrom);
    wish.done(text);
    return;
  }
  await scanned(text);
}

async function scanned(text) {
  const deed = await trying(() => ask("POST", mine("/scan"), { text }));
  tell("refresh");
  if (!deed) return;
  if (deed.kind === "account") show("chat");
  else if (deed.kind === "link") openLink(deed.opens);
  else say(`扫到的文字：${deed.text}`);
}
on("scanned", scanned);

byId("camera-text").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = event.target.text.value.trim();
  if (text) found(text);
});

/* Pictures of any kind the browser can draw, vector ones too, go over as PNG. */
async function lookAt(drawable, width, height) {
  const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height));
  const canvas = make("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(drawable, 0, 0, canvas.width, canvas.height);
  if ("BarcodeDetector" in window) {
    const codes = await new BarcodeDetector({ formats: ["qr_code"] }).detect(canvas).catch(() => []);
    if (codes.length) return codes[0].rawValue;
  }
  const form = new FormData();
  form.append("image", await new Promise((done) => canvas.toBlob(done, "image/png")), "code.png");
  return (await ask("POST", "/decode", form)).texts[0];
}

async function readPicture(file) {
  say("正在识别…");
  const address = URL.createObjectURL(file);
  const image = new Image();
  try {
    image.src = address;
    await image.decode();
    const text = await lookAt(image, image.naturalWidth || 800, image.naturalHeight || 800);
    if (text) { say(""); await found(text); } else say("图片里没有找到二维码");
  } catch (problem) {
    say(problem.name === "EncodingError" ? "这不是一张能打开的图片" : problem.message);
  } finally {
    URL.revokeObjectURL(address);
  }
}

byId("camera-file").addEventListener("change", (event) => {
  if (event.target.files[0]) readPicture(event.target.files[0]);
  event.target.value = "";
});
document.addEventListener("paste", (event) => {
  if (screenNow() !== "camera") return;
  const picture = [...event.clipboardData.files].find((file) => file.type.startsWith("image/"));
  if (picture) { event.preventDefault(); readPicture(picture); return; }
  if (event.target.closest("input")) return;
  const text = event.clipboardData.getData("text").trim();
  if (text) found(text);
});
finder.addEventListener("dragover", (event) => { event.preventDefault(); finder.classList.add("over"); });
finder.addEventListener("dragleave", () => finder.classList.remove("over"));
finder.addEventListener("drop", (event) => {
  event.preventDefault();
  finder.classList.remove("over");
  const picture = [...event.dataTransfer.files].find((file) => file.type.startsWith("image/"));
  const text = event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text");
  if (picture) readPicture(picture);
  else if (text) found(text.trim());
});

/* A captured screen or a lens: look every moment until a code is seen. */
async function keepLooking(begin) {
  stopLooking();
  try {
    stream = await begin();
  } catch {
    say("没有得到允许，可以改用粘贴或相册");
    return;
  }
  const mine = stream;
  mine.getTracks().forEach((track) => track.addEventListener("ended", stopLooking));
  video.srcObject = mine;
  video.hidden = false;
  byId("finder-hint").textContent = "正在找二维码…";
  await video.play();
  while (stream === mine) {
    const text = await lookAt(video, video.videoWidth, video.videoHeight).catch((problem) => { say(problem.message); stopLooking(); });
    if (text && stream === mine) return found(text);
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}

function stopLooking() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.hidden = true;
  video.srcObject = null;
  byId("finder-hint").textContent = HINT;
}

const devices = navigator.mediaDevices;
byId("camera-screen").hidden = !devices?.getDisplayMedia;
byId("camera-lens").hidden = !devices?.getUserMedia;
byId("camera-screen").addEventListener("click", () => keepLooking(() => devices.getDisplayMedia({ video: { width: { ideal: 2560 } } })));
byId("camera-lens").addEventListener("click", () => keepLooking(() => devices.getUserMedia({ video: { facingMode: "environment" } })));
