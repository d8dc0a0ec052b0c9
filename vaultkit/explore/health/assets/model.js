// What the page knows: files, rules and findings, read once from the data beside the scripts.
"use strict";

const SEVERITIES = ["info", "warning", "error"];
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const counted = (value, word) => `${value.toLocaleString("en")} ${word}${value === 1 ? "" : "s"}`;
const shown = (text) => text.replace(UNPRINTABLE, "\ufffd");

/** Return an element: its properties (those with a dash, and roles, are attributes), then what is in it. */
function element(name, properties = {}, ...contents) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...contents);
  return made;
}

/** Return numbers of findings in words: those by severity, the worst first. */
function tallied(tally) {
  const words = [2, 1, 0].filter((rank) => tally[rank]).map((rank) => (
    rank ? counted(tally[rank], SEVERITIES[rank]) : `${tally[0].toLocaleString("en")} info`));
  return words.join(", ") || "no findings";
}

const report = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const left = new Set(data.left);
  const files = data.files.map((file, i) => {
    const folder = data.folders[data.in[i]];
    const path = folder ? `${folder}/${file}` : file;
    return {
      path,
      key: data.parts[i] ? `${path}: ${data.parts[i]}` : path,
      name: shown(data.parts[i] || file.replace(/\.md$/i, "")),
      place: shown(data.parts[i] ? path : folder && `${folder}/`),
      folder: folder ? `${folder}/` : "",
      address: left.has(i) ? null
        : `obsidian://open?vault=${encodeURIComponent(data.vault)}&file=${encodeURIComponent(data.folder + path)}`,
      backlinks: data.backlinks[i] || 0,
      isNote: i < data.notes,
      findings: [],
      tally: [0, 0, 0],
      worst: -1,
    };
  });
  const findings = [];
  for (let i = 0; i < data.findings.length; i += 7) {
    const [file, line, rule, severity, message, help, flags] = data.findings.slice(i, i + 7);
    const found = {
      file,
      line,
      rule: data.rules[rule],
      severity,
      message: data.texts[message],
      help: help < 0 ? "" : data.texts[help],
      isFixable: !!(flags & 1),
      hasFix: !!(flags & 3),
      isNew: !!(flags & 4),
      isGone: !!(flags & 8),
    };
    findings.push(found);
    if (found.isGone) continue;
    const its = files[file];
    its.findings.push(found);
    its.tally[severity] += 1;
    its.worst = Math.max(its.worst, severity);
  }
  for (const file of files) file.findings.sort((a, b) => b.severity - a.severity || a.line - b.line);
  const links = [];
  data.links.forEach((steps, low) => {
    let high = low;
    for (const step of steps) links.push(low, high += step);
  });
  return { files, findings, links, notes: data.notes, rules: data.rules, summaries: data.summaries };
})();

/** Return a file's name as a link into the app; as a text where there is no such file any more. */
function nameOf(file) {
  return file.address ? element("a", { href: file.address }, file.name) : file.name;
}

/** Return a sign for a severity, which says by its shape what its colour says. */
function sign(severity) {
  return element("span", { className: `sign ${SEVERITIES[severity]}`, title: SEVERITIES[severity] },
    element("span", { className: "word" }, SEVERITIES[severity]));
}
