// Loaded before the page is drawn, so that a remembered theme never flashes; the rest waits for events.
"use strict";
const THEMES = ["auto", "light", "dark"];
function remembered() {
  try {
    return THEMES.includes(localStorage.getItem("theme")) ? localStorage.getItem("theme") : "auto";
  } catch {
    return "auto";
  }
}
let theme = remembered();
function dress() {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const button = document.getElementById("theme");
  if (button) button.querySelector("span").textContent = button.dataset[theme];
}
dress();
document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("theme");
  button.hidden = false;
  dress();
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Without storage the theme holds for this page.
    }
    dress();
  });
});
// Another tab's choice holds here too.
window.addEventListener("storage", () => {
  theme = remembered();
  dress();
});

// Pointing at a statement in the text lights its note in the margin, and the other way round.
function light(event, on) {
  const from = event.target.closest("[data-s]");
  if (!from) return;
  const wanted = new Set(from.dataset.s.split(" "));
  for (const each of document.querySelectorAll("[data-s]"))
    if (each.dataset.s.split(" ").some((number) => wanted.has(number))) each.classList.toggle("lit", on);
}
for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => light(event, true));
for (const name of ["mouseout", "focusout"]) document.addEventListener(name, (event) => light(event, false));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    document.getElementById("q").focus();
  }
});
