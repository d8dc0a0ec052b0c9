// The list of all findings: filtered, grouped and sorted; its state is in the address, so that each
// number on the page is a link to what it counts, and going back works.
"use strict";

const SHOW = "#show:";
const collator = new Intl.Collator("en", { numeric: true });

/** Return a link to the findings that a state describes. */
function link(text, state) {
  return element("a", { href: SHOW + new URLSearchParams(state) }, text);
}

const explorer = (() => {
  const START = { text: "", note: "", severity: "", rule: "", folder: "", fixable: "", since: "", group: "note", sort: "worst" };
  const FEW = 100;
  const section = document.getElementById("findings");
  const place = document.getElementById("explorer");
  const list = element("ol", { className: "groups" });
  const status = element("p", { className: "quiet", role: "status" });
  const more = element("p", { className: "more" });
  const fields = {};
  const watchers = [];
  let state = { ...START };
  let groups = [];
  let files = new Set();
  let drawn = 0;

  // ---- what is in the list ----

  function matches(found) {
    const file = report.files[found.file];
    if (state.since === "gone" ? !found.isGone : found.isGone) return false;
    if (state.since === "new" && !found.isNew) return false;
    if (state.severity && SEVERITIES[found.severity] !== state.severity) return false;
    if (state.note && file.key !== state.note) return false;
    if (state.rule && found.rule !== state.rule) return false;
    if (state.fixable && !found.isFixable) return false;
    if (state.folder && (state.folder === "./" ? file.folder : !file.folder.startsWith(state.folder))) return false;
    const wanted = state.text.trim().toLowerCase();
    return !wanted || [file.path, file.name, found.message, found.help].some((text) => text.toLowerCase().includes(wanted));
  }

  const KEYS = {
    note: (found) => found.file,
    rule: (found) => found.rule,
    folder: (found) => report.files[found.file].folder,
    message: (found) => found.message.toLowerCase(),
  };
  const NAMES = {
    note: (found) => report.files[found.file].name,
    rule: (found) => found.rule,
    folder: (found) => shown(report.files[found.file].folder) || "(top)",
    message: (found) => found.message,
  };
  const worst = (a, b) => b.tally[2] - a.tally[2] || b.tally[1] - a.tally[1] || b.tally[0] - a.tally[0];
  const ORDERS = {
    worst,
    most: (a, b) => b.findings.length - a.findings.length,
    name: () => 0,
    backlinks: (a, b) => b.backlinks - a.backlinks,
  };

  function collect() {
    const found = report.findings.filter(matches);
    const byKey = new Map();
    files = new Set();
    for (const item of found) {
      const key = KEYS[state.group](item);
      if (!byKey.has(key)) byKey.set(key, { name: NAMES[state.group](item), findings: [], tally: [0, 0, 0], backlinks: 0 });
      const group = byKey.get(key);
      group.findings.push(item);
      group.tally[item.severity] += 1;
      group.backlinks = Math.max(group.backlinks, report.files[item.file].backlinks);
      files.add(item.file);
    }
    groups = [...byKey.values()].sort((a, b) => ORDERS[state.sort](a, b) || collator.compare(a.name, b.name));
    for (const group of groups) {
      group.findings.sort((a, b) => b.severity - a.severity
        || (a.file === b.file ? a.line - b.line : collator.compare(report.files[a.file].path, report.files[b.file].path)));
    }
    return found.length;
  }

  // ---- how it is shown ----

  function titleOf(group) {
    const first = group.findings[0];
    const file = report.files[first.file];
    const said = [group.findings.length > 1 || state.group !== "note" ? tallied(group.tally) : ""];
    if (state.group === "note" && file.isNote) said.push(counted(file.backlinks, "backlink"));
    const title = element("h3", {}, state.group === "note" ? nameOf(file) : group.name);
    const under = state.group === "note" ? file.place : state.group === "rule" ? report.summaries[first.rule] || "" : "";
    return [title, element("p", { className: "path" }, under), element("p", { className: "tally" }, said.filter(Boolean).join(" · "))];
  }

  function rowOf(found) {
    const file = report.files[found.file];
    const said = element("div", {});
    if (state.group === "message") said.append(nameOf(file), element("span", { className: "path" }, file.place));
    else said.append(element("span", {}, found.message));
    if (found.help && state.group !== "message") said.append(element("span", { className: "help" }, found.help));
    const where = element("span", { className: "where" });
    if (state.group === "rule" || state.group === "folder") where.append(nameOf(file), " · ");
    where.append(`line ${found.line.toLocaleString("en")}`);
    if (state.group !== "rule") where.append(" · ", link(found.rule, { rule: found.rule }));
    if (found.isFixable) where.append(" · fixable");
    return element("li", {}, sign(found.severity), said, where);
  }

  function draw(most) {
    let row = 0;
    const until = drawn + most;
    for (const group of groups) {
      const first = Math.max(0, drawn - row);
      const rows = group.findings.slice(first, Math.max(first, until - row)).map(rowOf);
      if (rows.length && first) group.rows.append(...rows);
      else if (rows.length) {
        group.rows = element("ul", {}, ...rows);
        list.append(element("li", { className: "group" }, ...titleOf(group), group.rows));
      }
      row += group.findings.length;
      if (row >= until) break;
    }
    drawn = until;
    list.classList.toggle("long", drawn > 5 * FEW);
    const left = groups.reduce((sum, group) => sum + group.findings.length, 0) - drawn;
    more.replaceChildren();
    if (left <= 0) return;
    for (const [count, text] of [[FEW, `Show ${Math.min(FEW, left)} more`], [Infinity, `Show all ${(left + drawn).toLocaleString("en")}`]]) {
      const button = element("button", { type: "button" }, text);
      button.addEventListener("click", () => {
        const last = list.lastElementChild;
        draw(count);
        const next = last.nextElementSibling || last;
        next.tabIndex = -1;
        next.focus({ preventScroll: true });
      });
      more.append(button, " ");
    }
  }

  function show() {
    const count = collect();
    list.replaceChildren();
    drawn = 0;
    draw(FEW);
    const whole = report.findings.filter((found) => !found.isGone).length;
    const limited = Object.keys(START).some((key) => !["group", "sort"].includes(key) && state[key]);
    const noun = [...files].every((i) => report.files[i].isNote) ? "note" : "file";
    status.textContent = count ? `${counted(count, "finding")} in ${counted(files.size, noun)}${limited && !state.since ? `, of ${whole.toLocaleString("en")}` : ""}`
      : limited ? "No finding fits these filters." : "No findings.";
    fields.clear.hidden = !limited;
    for (const [key, field] of Object.entries(fields)) if (key in START) put(field, state[key]);
    for (const tell of watchers) tell();
  }

  function put(field, value) {
    if (field.type === "checkbox") field.checked = !!value;
    else if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === value)) {
      field.append(element("option", { value }, shown(value)));
      field.value = value;
    } else if (field.value !== value) field.value = value;
  }

  // ---- its controls ----

  function change(key, value) {
    state[key] = value;
    const given = Object.entries(state).filter(([name, said]) => said !== START[name]);
    history.replaceState(null, "", given.length ? SHOW + new URLSearchParams(given) : "#findings");
    show();
  }

  function select(key, label, options) {
    const field = element("select", {}, ...options.map(([value, text]) => element("option", { value }, text)));
    field.addEventListener("change", () => change(key, field.value));
    fields[key] = field;
    return element("label", {}, element("span", {}, label), field);
  }

  function controls() {
    const text = element("input", { type: "search", spellcheck: false, autocomplete: "off" });
    let waiting = 0;
    text.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => change("text", text.value), 120);
    });
    const fixable = element("input", { type: "checkbox" });
    fixable.addEventListener("change", () => change("fixable", fixable.checked ? "1" : ""));
    Object.assign(fields, { text, fixable });
    const clear = element("button", { type: "button", hidden: true }, "Clear filters");
    clear.addEventListener("click", () => {
      state = { ...START, group: state.group, sort: state.sort };
      change("text", "");
      text.focus();
    });
    fields.clear = clear;
    const counts = (by) => report.findings.reduce((all, found) => all.set(by(found), (all.get(by(found)) || 0) + !found.isGone), new Map());
    const bySeverity = counts((found) => found.severity), byRule = counts((found) => found.rule);
    const numbered = (name, count) => `${name} (${(count || 0).toLocaleString("en")})`;
    const tops = [...new Set(report.findings.map((found) => report.files[found.file].folder))]
      .flatMap((folder) => folder.split("/").slice(0, -1).map((_, depth, all) => `${all.slice(0, depth + 1).join("/")}/`));
    const since = report.findings.some((found) => found.isNew || found.isGone);
    return element("div", { className: "filters", role: "search", "aria-label": "Findings" },
      element("label", { className: "wide" }, element("span", {}, "Note, folder or text"), text),
      select("severity", "Severity", [["", "All"], ...[2, 1, 0].map((rank) => [SEVERITIES[rank], numbered(SEVERITIES[rank], bySeverity.get(rank))])]),
      select("rule", "Rule", [["", "All"], ...[...byRule].sort((a, b) => b[1] - a[1]).map(([rule, count]) => [rule, numbered(rule, count)])]),
      select("folder", "Folder", [["", "All"], ["./", "(top)"], ...[...new Set(tops)].sort(collator.compare).map((path) => [path, shown(path)])]),
      ...(since ? [select("since", "Compared", [["", "Now"], ["new", "New"], ["gone", "Gone"]])] : []),
      select("group", "Group by", [["note", "Note"], ["rule", "Rule"], ["folder", "Folder"], ["message", "Message"]]),
      select("sort", "Sort by", [["worst", "Worst first"], ["most", "Most findings"], ["backlinks", "Most backlinks"], ["name", "Name"]]),
      element("label", { className: "check" }, fixable, element("span", {}, "Fixable only")),
      clear);
  }

  function follow() {
    if (!location.hash.startsWith(SHOW)) return false;
    const given = new URLSearchParams(location.hash.slice(SHOW.length));
    state = { ...START, ...Object.fromEntries([...given].filter(([key]) => key in START)) };
    if (!(state.group in KEYS)) state.group = START.group;
    if (!(state.sort in ORDERS)) state.sort = START.sort;
    show();
    section.scrollIntoView();
    section.querySelector("h2").focus({ preventScroll: true });
    return true;
  }

  section.querySelector("h2").tabIndex = -1;
  document.querySelectorAll("a[data-show]").forEach((item) => { item.href = SHOW + item.dataset.show; });
  const filters = controls();
  filters.hidden = !report.findings.length;
  place.append(filters, status, list, more);
  addEventListener("hashchange", follow);
  return {
    start: () => follow() || show(),
    watch: (tell) => watchers.push(tell),
    has: (file) => files.has(file),
  };
})();
