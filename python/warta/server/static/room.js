// Pointing at a statement in the text lights its note in the margin, and the other way round.
"use strict";
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
