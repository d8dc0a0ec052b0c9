// The drawing of the notes and their links: a canvas to zoom and drag, a search, and words beside it.
(() => {
  "use strict";
  const section = document.getElementById("drawing");
  const graph = JSON.parse(document.getElementById("graph").textContent);
  if (!section || !graph.notes.length) return;
  const canvas = section.querySelector("canvas");
  const context = canvas.getContext("2d");
  const status = section.querySelector(".status");
  const notes = graph.notes.map(([path, name, worst, findings, backlinks]) => ({
    path,
    name: name || path.slice(path.lastIndexOf("/") + 1, -3),
    worst,
    findings,
    backlinks,
    radius: 2.5 + Math.min(11, 1.2 * Math.sqrt(backlinks)),
    others: [],
  }));
  const count = notes.length;
  const links = graph.links;
  for (let i = 0; i < links.length; i += 2) {
    notes[links[i]].others.push(links[i + 1]);
    notes[links[i + 1]].others.push(links[i]);
  }
  const byImportance = notes.map((_, i) => i).sort((a, b) => notes[b].radius - notes[a].radius);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const FEW_LINKS = 6000;
  const LABELS = 60;
  let places = null;
  let tree = null;
  let view = d3.zoomIdentity;
  let moved = false;
  let moving = 0;
  let hovered = -1;
  let chosen = -1;
  let queued = false;
  let width = 0;
  let height = 0;
  let colours = {};

  // ---- drawing ----

  function readColours() {
    const style = getComputedStyle(section);
    const names = ["text", "page", "link-line", "note", "info", "warning", "error", "accent"];
    colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  function queue() {
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => {
      queued = false;
      draw();
    });
  }

  function draw() {
    const ratio = devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (!places) return;
    const lit = chosen >= 0 ? chosen : hovered;
    drawLinks(lit);
    drawNotes(lit);
    drawNames(lit);
  }

  const screenX = (i) => places[2 * i] * view.k + view.x;
  const screenY = (i) => places[2 * i + 1] * view.k + view.y;

  function drawLinks(lit) {
    const step = moving && links.length / 2 > FEW_LINKS ? 2 * Math.ceil(links.length / 2 / FEW_LINKS) : 2;
    context.lineWidth = 1;
    context.strokeStyle = colours["link-line"];
    context.globalAlpha = lit >= 0 ? 0.25 : Math.max(0.12, Math.min(0.6, 900 / Math.sqrt(links.length + 1) / 20 * Math.sqrt(view.k)));
    context.beginPath();
    for (let i = 0; i < links.length; i += step) {
      const ax = screenX(links[i]), ay = screenY(links[i]);
      const bx = screenX(links[i + 1]), by = screenY(links[i + 1]);
      if ((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > width && bx > width) || (ay > height && by > height)) continue;
      context.moveTo(ax, ay);
      context.lineTo(bx, by);
    }
    context.stroke();
    context.globalAlpha = 1;
    if (lit < 0) return;
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    for (const other of notes[lit].others) {
      context.moveTo(screenX(lit), screenY(lit));
      context.lineTo(screenX(other), screenY(other));
    }
    context.stroke();
  }

  const size = (i) => Math.max(1.4, notes[i].radius * Math.min(2.2, Math.sqrt(view.k)));

  function shape(i) {
    const x = screenX(i), y = screenY(i), r = size(i);
    if (x < -r || y < -r || x > width + r || y > height + r) return;
    if (notes[i].worst === 3) {
      context.rect(x - r, y - r, 2 * r, 2 * r);
    } else if (notes[i].worst === 2) {
      context.moveTo(x, y - 1.3 * r);
      context.lineTo(x + 1.2 * r, y + 0.9 * r);
      context.lineTo(x - 1.2 * r, y + 0.9 * r);
      context.closePath();
    } else {
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
    }
  }

  function drawNotes(lit) {
    const bright = lit < 0 ? null : new Set([lit, ...notes[lit].others]);
    ["note", "info", "warning", "error"].forEach((name, worst) => {
      context.fillStyle = colours[name];
      for (const dim of bright ? [true, false] : [false]) {
        context.globalAlpha = dim ? 0.25 : 1;
        context.beginPath();
        for (let i = 0; i < count; i++) {
          if (notes[i].worst === worst && (!bright || bright.has(i) !== dim)) shape(i);
        }
        context.fill();
      }
    });
    context.globalAlpha = 1;
    for (const i of new Set([hovered, chosen])) {
      if (i < 0) continue;
      context.strokeStyle = colours.text;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(screenX(i), screenY(i), size(i) + 4, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  /** Name what is pointed at and what it links to; of the rest, what there is room for. */
  function drawNames(lit) {
    const style = getComputedStyle(document.body);
    context.font = `12px ${style.fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    const taken = [];
    let left = LABELS;
    const first = [hovered, chosen].filter((i) => i >= 0);
    const near = lit < 0 ? [] : notes[lit].others.slice(0, 30);
    const others = moving || lit >= 0 ? [] : byImportance;
    for (const [i, always] of [...first.map((n) => [n, true]), ...near.map((n) => [n, false]), ...others.map((n) => [n, false])]) {
      if (!left) break;
      const x = screenX(i), y = screenY(i) + size(i) + 3;
      if (x < 0 || y < 0 || x > width || y > height) continue;
      if (!always && lit < 0 && size(i) < 5 && view.k < 1.2 && count > LABELS) continue;
      const name = notes[i].name.length > 40 ? `${notes[i].name.slice(0, 39)}…` : notes[i].name;
      const half = context.measureText(name).width / 2 + 4;
      if (!always && taken.some(([a, b, c]) => Math.abs(a - x) < c + half && Math.abs(b - y) < 15)) continue;
      taken.push([x, y, half]);
      left -= 1;
      context.strokeStyle = colours.page;
      context.lineWidth = 4;
      context.strokeText(name, x, y);
      context.fillStyle = colours.text;
      context.fillText(name, x, y);
    }
  }

  // ---- moving about ----

  let rest = 0;
  const zoom = d3.zoom()
    .scaleExtent([0.02, 12])
    .filter((event) => (event.type === "wheel"
      ? event.ctrlKey || event.metaKey || document.activeElement === canvas
      : !event.button))
    .on("zoom", (event) => {
      view = event.transform;
      if (event.sourceEvent) moved = true;
      moving = 1;
      clearTimeout(rest);
      rest = setTimeout(() => {
        moving = 0;
        queue();
      }, 150);
      queue();
    });
  const surface = d3.select(canvas).call(zoom).on("dblclick.zoom", null);
  const slowly = (milliseconds) => (still.matches ? surface : surface.transition().duration(milliseconds));

  function fit() {
    if (!places || !width) return;
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let i = 0; i < count; i++) {
      left = Math.min(left, places[2 * i]);
      right = Math.max(right, places[2 * i]);
      top = Math.min(top, places[2 * i + 1]);
      bottom = Math.max(bottom, places[2 * i + 1]);
    }
    const k = Math.min(2, (width - 40) / (right - left || 1), (height - 50) / (bottom - top || 1));
    return d3.zoomIdentity
      .translate(width / 2, height / 2)
      .scale(k)
      .translate(-(left + right) / 2, -(top + bottom) / 2);
  }

  function goTo(i) {
    if (!places) return;
    const k = Math.max(view.k, 1.2);
    moved = true;
    slowly(400).call(zoom.transform, d3.zoomIdentity
      .translate(width / 2, height / 2).scale(k).translate(-places[2 * i], -places[2 * i + 1]));
  }

  function under(event) {
    if (!places) return -1;
    tree = tree || d3.quadtree(byImportance, (i) => places[2 * i], (i) => places[2 * i + 1]);
    const [x, y] = view.invert(d3.pointer(event, canvas));
    const found = tree.find(x, y, 14 / view.k + 6);
    return found === undefined ? -1 : found;
  }

  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons) return;
    const found = under(event);
    if (found === hovered) return;
    hovered = found;
    canvas.classList.toggle("pointing", found >= 0);
    queue();
  });
  canvas.addEventListener("pointerleave", () => {
    hovered = -1;
    queue();
  });
  canvas.addEventListener("click", (event) => choose(under(event), false));
  canvas.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (by) surface.call(zoom.translateBy, by[0] / view.k, by[1] / view.k);
    else if (event.key === "+" || event.key === "=") surface.call(zoom.scaleBy, 1.4);
    else if (event.key === "-") surface.call(zoom.scaleBy, 1 / 1.4);
    else if (event.key === "0") surface.call(zoom.transform, fit());
    else if (event.key === "Escape") choose(-1, false);
    else return;
    moved = true;
    event.preventDefault();
  });
  const press = (name, act) => section.querySelector(`[data-do=${name}]`).addEventListener("click", act);
  press("in", () => { moved = true; surface.call(zoom.scaleBy, 1.5); });
  press("out", () => { moved = true; surface.call(zoom.scaleBy, 1 / 1.5); });
  press("all", () => { if (places) slowly(300).call(zoom.transform, fit()); });

  // ---- one note, in words ----

  const details = section.querySelector(".details");
  const WORST = ["nothing found", "for information only", "warnings", "errors"];
  const number = (value, word) => `${value.toLocaleString("en")} ${word}${value === 1 ? "" : "s"}`;

  function element(name, text, properties = {}) {
    return Object.assign(document.createElement(name), { textContent: text }, properties);
  }

  function choose(i, travel) {
    chosen = i;
    details.replaceChildren();
    details.hidden = i < 0;
    queue();
    if (i < 0) return;
    const note = notes[i];
    const title = element("h3", "");
    title.append(element("a", note.name, {
      href: `obsidian://open?vault=${encodeURIComponent(graph.vault)}&file=${encodeURIComponent(graph.folder + note.path)}`,
    }));
    const found = note.findings ? `${number(note.findings, "finding")} (${WORST[note.worst]})` : WORST[0];
    details.append(
      title,
      element("p", note.path, { className: "path" }),
      element("p", `${found}; ${number(note.backlinks, "note")} link here; linked with ${number(note.others.length, "note")}.`),
    );
    if (note.others.length) {
      const list = element("ul", "");
      for (const other of [...note.others].sort((a, b) => notes[b].backlinks - notes[a].backlinks).slice(0, 40)) {
        const item = element("li", "");
        const button = element("button", notes[other].name, { type: "button" });
        button.addEventListener("click", () => {
          choose(other, true);
          const heading = details.querySelector("a");
          if (heading) heading.focus({ preventScroll: true });
        });
        item.append(button);
        list.append(item);
      }
      details.append(list);
    }
    if (travel) goTo(i);
  }

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
    for (let i = 0; wanted && i < count; i++) {
      const at = keys[i][0].indexOf(wanted);
      const rank = at === 0 ? 0 : at > 0 ? 1 : keys[i][1].includes(wanted) ? 2 : -1;
      if (rank >= 0) ranked.push([rank, keys[i][0].length, i]);
    }
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    hits = ranked.slice(0, 12).map((item) => item[2]);
    active = -1;
    options.replaceChildren(...hits.map((i, at) => {
      const item = element("li", notes[i].name, { id: `hit-${at}` });
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(element("span", notes[i].path, { className: "path" }));
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(at);
      });
      return item;
    }));
    said.textContent = wanted ? `${number(ranked.length, "note")} found` : "";
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

  // ---- start ----

  function arranged(found, done) {
    if (still.matches && done < 1) return;
    places = found;
    tree = null;
    if (!moved) surface.call(zoom.transform, fit());
    status.textContent = done < 1 ? "Arranging the notes..." : "";
    if (done >= 1) {
      moving = 0;
      section.dataset.ready = String(Math.round(performance.now()));
    }
    queue();
  }

  function begin() {
    const folders = new Map();
    const groups = notes.map((note) => {
      const folder = note.path.slice(0, note.path.lastIndexOf("/") + 1);
      if (!folders.has(folder)) folders.set(folder, folders.size);
      return folders.get(folder);
    });
    const asked = { count, links, groups };
    status.textContent = "Arranging the notes...";
    const here = () => arrange(asked, arranged);
    try {
      const source = document.getElementById("layout").textContent;
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const worker = new Worker(address);
      worker.onmessage = ({ data }) => {
        arranged(data.positions, data.done);
        if (data.done >= 1) worker.terminate();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        worker.terminate();
        here();
      };
      worker.postMessage(asked);
    } catch {
      here();
    }
  }

  section.querySelectorAll("[data-script]").forEach((item) => { item.hidden = false; });
  section.querySelectorAll("[data-scriptless]").forEach((item) => { item.hidden = true; });
  readColours();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readColours();
    queue();
  });
  new ResizeObserver(() => {
    width = canvas.clientWidth;
    height = canvas.clientHeight;
    canvas.width = Math.round(width * (devicePixelRatio || 1));
    canvas.height = Math.round(height * (devicePixelRatio || 1));
    if (!moved && places) surface.call(zoom.transform, fit());
    draw();
  }).observe(canvas);
  requestAnimationFrame(() => setTimeout(begin, 0));
})();
