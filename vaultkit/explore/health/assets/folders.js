// The folders as a tree: open to the level that divides, each number a link to its findings.
"use strict";

/** The whole vault as a folder: its path (with the final slash), what is in it, and those below. */
const vault = (() => {
  const make = (path) => ({ path, notes: 0, sound: 0, tally: [0, 0, 0], below: new Map(), own: null });
  const top = make("");
  for (const file of report.files) {
    if (!file.isNote && !file.findings.length) continue;
    const chain = [top];
    for (const part of file.folder.split("/").slice(0, -1)) {
      const above = chain[chain.length - 1];
      if (!above.below.has(part)) above.below.set(part, make(`${above.path}${part}/`));
      chain.push(above.below.get(part));
    }
    if (chain.length === 1) chain.push(top.own = top.own || make("./"));
    for (const folder of chain) {
      folder.notes += file.isNote;
      folder.sound += file.isNote && file.worst < 1;
      file.tally.forEach((count, rank) => { folder.tally[rank] += count; });
    }
  }
  return top;
})();

/** Return the folders below one, the worst first; one that only leads to another is skipped. */
function below(folder) {
  const found = [...folder.below.values()].map((child) => {
    for (let [only] = child.below.values(); child.below.size === 1 && only.notes === child.notes; [only] = child.below.values()) {
      child = only;
    }
    return child;
  });
  if (folder.own) found.push(folder.own);
  return found.sort((a, b) => b.tally[2] - a.tally[2] || b.tally[1] - a.tally[1] || b.tally[0] - a.tally[0]
    || collator.compare(a.path, b.path));
}

/** Return whether a folder is shown by those below it: it holds most of the notes, and parts them. */
const divides = (folder) => folder.notes > vault.notes / 2 && folder.below.size > 1;

/** Return the folders at the level that divides the vault, the largest first. */
function parts() {
  const split = (folder) => below(folder).flatMap((child) => (divides(child) ? split(child) : [child]));
  return split(vault).sort((a, b) => b.notes - a.notes);
}

(() => {
  const table = document.querySelector("#folders table");
  if (!table) return;
  const LABELS = ["Notes", "Sound", "Errors", "Warnings", "Info"];
  const number = (count) => count.toLocaleString("en");

  /** Return a folder's row and what is open below it, and a function that opens and closes it. */
  function item(folder, above, level) {
    const name = folder.path === "./" ? "(top)" : shown(folder.path.slice(above.length));
    const head = element("th", { scope: "row", role: "rowheader" });
    const row = element("tr", { role: "row", className: `level-${Math.min(level, 6)}` }, head);
    const children = below(folder);
    let open = [];
    const rows = () => [row, ...open.flatMap((child) => child.rows())];
    if (children.length) {
      const button = element("button", { type: "button", className: "fold", "aria-expanded": "false" },
        element("span", { className: "word" }, `Folders in ${name}`));
      const toggle = (isOpen) => {
        open.flatMap((child) => child.rows()).forEach((old) => old.remove());
        open = isOpen ? children.map((child) => item(child, folder.path, level + 1)) : [];
        button.setAttribute("aria-expanded", String(isOpen));
        if (row.parentNode) row.after(...open.flatMap((child) => child.rows()));
      };
      button.addEventListener("click", () => toggle(!open.length));
      head.append(button);
      if (divides(folder)) toggle(true);
    }
    head.append(folder.tally.some(Boolean) ? link(name, { folder: folder.path }) : name);
    const counts = [folder.notes, folder.sound, folder.tally[2], folder.tally[1], folder.tally[0]];
    counts.forEach((count, i) => {
      const content = i < 2 || !count ? number(count)
        : link(number(count), { folder: folder.path, severity: SEVERITIES[4 - i] });
      row.append(element("td", { role: "cell", className: count ? "number" : "number none", "data-label": LABELS[i] }, content));
    });
    return { rows };
  }

  table.tBodies[0].replaceChildren(...below(vault).flatMap((folder) => item(folder, "", 0).rows()));
})();
