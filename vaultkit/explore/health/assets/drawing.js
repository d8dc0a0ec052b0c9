// The drawing of the notes and their links: a canvas to zoom and drag, filtered and coloured.
"use strict";

const drawing = (() => {
  const section = document.getElementById("drawing");
  if (!report.notes) return null;
  const canvas = section.querySelector("canvas");
  const context = canvas.getContext("2d");
  const status = section.querySelector(".status");
  const notes = report.files.slice(0, report.notes);
  for (const note of notes) {
    note.radius = 2.5 + Math.min(11, 1.2 * Math.sqrt(note.backlinks));
    note.others = [];
  }
  const count = notes.length;
  const links = report.links;
  for (let i = 0; i < links.length; i += 2) {
    notes[links[i]].others.push(links[i + 1]);
    notes[links[i + 1]].others.push(links[i]);
  }
  const byImportance = notes.map((_, i) => i).sort((a, b) => notes[b].radius - notes[a].radius);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const FEW_LINKS = 6000;
  const LABELS = 60;
  const COLOURS = ["note", "info", "warning", "error"];
  const PALETTE = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"];
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
  let inView = false;
  let isShown = () => true;
  let byFolder = false;
  let tell = () => {};

  // ---- drawing ----

  function readColours() {
    const style = getComputedStyle(section);
    const names = ["text", "page", "link-line", "note", "info", "warning", "error", "accent", ...PALETTE];
    colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  function queue() {
    if (queued || !inView) return;
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
      if (!isShown(links[i]) || !isShown(links[i + 1])) continue;
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
    if (notes[i].worst === 2) {
      context.rect(x - r, y - r, 2 * r, 2 * r);
    } else if (notes[i].worst === 1) {
      context.moveTo(x, y - 1.3 * r);
      context.lineTo(x + 1.2 * r, y + 0.9 * r);
      context.lineTo(x - 1.2 * r, y + 0.9 * r);
      context.closePath();
    } else {
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
    }
  }

  /** Draw the notes colour by colour, so that there are few paths; those not asked for are faint. */
  function drawNotes(lit) {
    const bright = lit < 0 ? null : new Set([lit, ...notes[lit].others]);
    const batches = new Map();
    for (let i = 0; i < count; i++) {
      const hidden = !isShown(i) && i !== lit;
      const colour = hidden ? "note" : byFolder ? notes[i].colour : COLOURS[notes[i].worst + 1];
      const key = `${hidden ? 0.12 : bright && !bright.has(i) ? 0.25 : 1} ${colour}`;
      if (!batches.has(key)) batches.set(key, []);
      batches.get(key).push(i);
    }
    const important = (key) => Number(key.split(" ")[0]) * 10 + COLOURS.indexOf(key.split(" ")[1]);
    for (const key of [...batches.keys()].sort((a, b) => important(a) - important(b))) {
      const [alpha, colour] = key.split(" ");
      context.globalAlpha = Number(alpha);
      context.fillStyle = colours[colour];
      context.beginPath();
      batches.get(key).forEach(shape);
      context.fill();
    }
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
      if (!always && !isShown(i)) continue;
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

  /** Show everything, at once or slowly; not before the notes have places and the canvas a size. */
  function showAll(milliseconds = 0) {
    if (places && width) (milliseconds ? slowly(milliseconds) : surface).call(zoom.transform, fit());
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
    tree = tree || d3.quadtree(byImportance.filter(isShown), (i) => places[2 * i], (i) => places[2 * i + 1]);
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
  canvas.addEventListener("click", (event) => tell(under(event)));
  canvas.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (by) surface.call(zoom.translateBy, by[0] / view.k, by[1] / view.k);
    else if (event.key === "+" || event.key === "=") surface.call(zoom.scaleBy, 1.4);
    else if (event.key === "-") surface.call(zoom.scaleBy, 1 / 1.4);
    else if (event.key === "0") showAll();
    else if (event.key === "Escape") tell(-1);
    else return;
    moved = true;
    event.preventDefault();
  });
  const press = (name, act) => section.querySelector(`[data-do=${name}]`).addEventListener("click", act);
  press("in", () => { moved = true; surface.call(zoom.scaleBy, 1.5); });
  press("out", () => { moved = true; surface.call(zoom.scaleBy, 1 / 1.5); });
  press("all", () => showAll(300));

  // ---- what is shown, and in which colours ----

  const SHOWN = {
    all: () => true,
    error: (i) => notes[i].worst === 2,
    warning: (i) => notes[i].worst > 0,
    any: (i) => notes[i].worst >= 0,
    list: explorer.has,
  };
  const legend = section.querySelector(".legend");
  const signs = [...legend.children];
  const groups = parts();

  function colour(isByFolder) {
    byFolder = isByFolder;
    if (byFolder && !notes[0].colour) {
      const shownApart = groups.slice(0, groups.length > PALETTE.length ? PALETTE.length - 1 : PALETTE.length);
      for (const note of notes) {
        const at = shownApart.findIndex(({ path }) => (path === "./" ? !note.folder : note.folder.startsWith(path)));
        note.colour = at < 0 ? "note" : PALETTE[at];
      }
      const entry = (text, name) => element("li", {}, element("span", { className: `swatch ${name}` }), text);
      colour.legend = shownApart.map(({ path, notes: size }, at) => entry(`${path === "./" ? "(top)" : shown(path)} ${size.toLocaleString("en")}`, PALETTE[at]));
      if (groups.length > shownApart.length) colour.legend.push(entry(`${counted(groups.length - shownApart.length, "smaller folder")}`, "other"));
    }
    legend.replaceChildren(...(byFolder ? colour.legend : signs));
    queue();
  }

  function filter() {
    isShown = SHOWN[section.querySelector("[data-choose=shown]").value];
    tree = null;
    let some = 0;
    for (let i = 0; i < count; i++) some += isShown(i);
    section.querySelector(".shown").textContent = some < count ? `${some.toLocaleString("en")} of ${counted(count, "note")} shown` : "";
    queue();
  }

  section.querySelector("[data-choose=shown]").addEventListener("change", filter);
  section.querySelector("[data-choose=colour]").addEventListener("change", (event) => colour(event.target.value === "folder"));
  explorer.watch(filter);

  // ---- start ----

  function arranged(found, done) {
    if (still.matches && done < 1) return;
    places = found;
    tree = null;
    if (!moved) showAll();
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
    if (!moved) showAll();
    draw();
  }).observe(canvas);
  new IntersectionObserver(([entry]) => {
    inView = entry.isIntersecting;
    queue();
  }).observe(canvas);
  requestAnimationFrame(() => setTimeout(begin, 0));
  return {
    section,
    notes,
    goTo,
    onChoose: (told) => { tell = told; },
    light: (i) => {
      chosen = i;
      queue();
    },
  };
})();
