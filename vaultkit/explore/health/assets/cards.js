// One note of the drawing in words: the card beside it, and the search that finds any note.
"use strict";

if (drawing) (() => {
  const { section, notes } = drawing;
  const details = section.querySelector(".details");
  const FEW = 40;

  function neighbours(note) {
    const list = element("ul", { className: "others" });
    const first = [...note.others].sort((a, b) => notes[b].backlinks - notes[a].backlinks).slice(0, FEW);
    for (const other of first) {
      const button = element("button", { type: "button" }, notes[other].name);
      button.addEventListener("click", () => {
        choose(other, true);
        details.querySelector("a").focus({ preventScroll: true });
      });
      list.append(element("li", {}, button));
    }
    if (note.others.length > FEW) list.append(element("li", {}, `and ${counted(note.others.length - FEW, "more note")}`));
    return list;
  }

  function choose(i, travel) {
    drawing.light(i);
    details.replaceChildren();
    details.hidden = i < 0;
    if (i < 0) return;
    const note = notes[i];
    const found = note.findings.map((item) => (
      element("li", {}, sign(item.severity), ` line ${item.line}: ${item.message}`, element("span", { className: "path" }, item.rule))));
    const tally = tallied(note.tally);
    details.append(
      element("h3", {}, nameOf(note)),
      element("p", { className: "path" }, shown(note.path)),
      element("p", {}, note.findings.length ? link(tally, { note: note.key }) : tally,
        `; ${counted(note.backlinks, "backlink")}; linked with ${counted(note.others.length, "note")}.`),
    );
    if (found.length) details.append(element("ul", { className: "its" }, ...found));
    if (note.others.length) details.append(neighbours(note));
    if (travel) drawing.goTo(i);
  }

  drawing.onChoose((i) => choose(i, false));

  // ---- search ----

  const box = section.querySelector("input");
  const options = section.querySelector("[role=listbox]");
  const said = section.querySelector(".found");
  const keys = notes.map((note) => [note.name.toLowerCase(), note.path.toLowerCase()]);
  let hits = [];
  let active = -1;

  function look() {
    const wanted = box.value.trim().toLowerCase();
    const ranked = [];
    for (let i = 0; wanted && i < notes.length; i++) {
      const at = keys[i][0].indexOf(wanted);
      const rank = at === 0 ? 0 : at > 0 ? 1 : keys[i][1].includes(wanted) ? 2 : -1;
      if (rank >= 0) ranked.push([rank, keys[i][0].length, i]);
    }
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    hits = ranked.slice(0, 12).map((item) => item[2]);
    active = -1;
    options.replaceChildren(...hits.map((i, at) => {
      const item = element("li", { id: `hit-${at}`, role: "option", "aria-selected": "false" },
        notes[i].name, element("span", { className: "path" }, shown(notes[i].path)));
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(at);
      });
      return item;
    }));
    said.textContent = wanted ? `${counted(ranked.length, "note")} found` : "";
    open(hits.length > 0);
  }

  function open(shown) {
    options.hidden = !shown;
    box.setAttribute("aria-expanded", String(shown));
    if (!shown) box.removeAttribute("aria-activedescendant");
  }

  function point(at) {
    if (!hits.length) return;
    active = (at + hits.length) % hits.length;
    [...options.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    box.setAttribute("aria-activedescendant", `hit-${active}`);
    options.children[active].scrollIntoView({ block: "nearest" });
  }

  function take(at) {
    if (!hits.length) return;
    choose(hits[Math.max(at, 0)], true);
    open(false);
  }

  box.addEventListener("input", look);
  box.addEventListener("focus", () => hits.length && open(true));
  box.addEventListener("blur", () => open(false));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") point(active + 1);
    else if (event.key === "ArrowUp") point(active < 0 ? -1 : active - 1);
    else if (event.key === "Enter") take(active);
    else if (event.key === "Escape" && !options.hidden) open(false);
    else return;
    event.preventDefault();
  });
})();
