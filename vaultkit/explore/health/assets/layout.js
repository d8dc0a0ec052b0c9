// Where the notes of the drawing go: d3-force in small steps, in a worker or, without one, in turns.
"use strict";

/**
 * Arrange notes, step by step.
 * graph: {count, links: [from, to, from, to, ...], groups: [number of the folder of each note]}
 * show(positions, done): told the places so far (x, y, x, y, ...) and how much is done, 0 to 1.
 */
function arrange(graph, show) {
  const nodes = start(graph);
  const links = [];
  for (let i = 0; i < graph.links.length; i += 2) {
    links.push({ source: graph.links[i], target: graph.links[i + 1] });
  }
  const ticks = graph.count > 2000 ? 120 : 300;
  const simulation = d3.forceSimulation(nodes)
    .stop()
    .alphaDecay(1 - Math.pow(0.001, 1 / ticks))
    .force("charge", d3.forceManyBody().strength(-40).theta(1.1).distanceMax(900))
    .force("link", d3.forceLink(links).distance(36))
    .force("x", d3.forceX().strength(0.06))
    .force("y", d3.forceY().strength(0.06));
  let tick = 0;
  function step() {
    const until = performance.now() + 150;
    do {
      simulation.tick();
      tick += 1;
    } while (tick < ticks && performance.now() < until);
    const positions = new Float32Array(2 * graph.count);
    nodes.forEach((node, i) => {
      positions[2 * i] = node.x;
      positions[2 * i + 1] = node.y;
    });
    show(positions, tick / ticks);
    if (tick < ticks) setTimeout(step, 0);
  }
  step();
}

/** Put the notes of a folder side by side, and the folders around each other. */
function start(graph) {
  const golden = Math.PI * (3 - Math.sqrt(5));
  const sizes = [];
  for (const group of graph.groups) sizes[group] = (sizes[group] || 0) + 1;
  let before = 0;
  const centres = sizes.map((size, group) => {
    const middle = before + size / 2;
    before += size;
    const far = 16 * Math.sqrt(middle);
    return sizes.length < 2 ? [0, 0] : [far * Math.cos(group * golden), far * Math.sin(group * golden)];
  });
  const seen = sizes.map(() => 0);
  return graph.groups.map((group) => {
    const number = seen[group]++;
    const far = 12 * Math.sqrt(number + 0.5);
    const [x, y] = centres[group];
    return { x: x + far * Math.cos(number * golden), y: y + far * Math.sin(number * golden) };
  });
}

if (typeof document === "undefined") {
  self.onmessage = (message) => {
    arrange(message.data, (positions, done) => self.postMessage({ positions, done }, [positions.buffer]));
  };
}
