/* Where the phone is: what wx.getLocation and a location message will say. */
import { ask, byId, holding, make, mine, on, start, toast, trying } from "./shared.js";

const form = byId("place-form");

on("person", draw);

function draw() {
  const here = holding.person;
  byId("place-list").replaceChildren(...start.places.map((spot) => {
    const chosen = spot.latitude === here.latitude && spot.longitude === here.longitude;
    return make("li", {}, make("button", { type: "button", "aria-pressed": String(chosen), onclick: () => goTo(spot) }, spot.place));
  }));
  if (!form.contains(document.activeElement)) {
    form.latitude.value = here.latitude;
    form.longitude.value = here.longitude;
  }
}

async function goTo(spot) {
  const person = await trying(() => ask("PATCH", mine(""), spot));
  if (!person) return;
  holding.person = person;
  toast(`现在在${person.place}`);
  draw();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const [latitude, longitude] = [form.latitude.value, form.longitude.value].map(Number);
  document.activeElement.blur();
  goTo({ place: `${latitude}, ${longitude}`, latitude, longitude });
});
