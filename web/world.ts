/**
 * The shapes of countries for the map of the screen *Attacks*, made when the screens are built: Natural
 * Earth's outlines (public domain, by the package `world-atlas`) as paths in the Equal Earth projection
 * (Šavrič, Patterson and Jenny 2018), which shows areas true to size. Antarctica is left out.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const WIDE = 960;
/** How far the equator lies below the upper edge: the pole is 1.3173 projected units above it. */
const HIGH_AT_EQUATOR = 236;
/** A degree of the outline is cut to this grid: a tenth of a unit of the picture. */
const GRID = 10;

/** ISO 3166-1: the number that the outlines bear, then the letters that the databases use. */
const CODES = [
  '004AF 008AL 012DZ 024AO 031AZ 032AR 036AU 040AT 044BS 050BD 051AM 056BE 064BT 068BO 070BA 072BW',
  '076BR 084BZ 090SB 096BN 100BG 104MM 108BI 112BY 116KH 120CM 124CA 140CF 144LK 148TD 152CL 156CN',
  '158TW 170CO 178CG 180CD 188CR 191HR 192CU 196CY 203CZ 204BJ 208DK 214DO 218EC 222SV 226GQ 231ET',
  '232ER 233EE 238FK 242FJ 246FI 250FR 260TF 262DJ 266GA 268GE 270GM 275PS 276DE 288GH 300GR 304GL',
  '320GT 324GN 328GY 332HT 340HN 348HU 352IS 356IN 360ID 364IR 368IQ 372IE 376IL 380IT 384CI 388JM',
  '392JP 398KZ 400JO 404KE 408KP 410KR 414KW 417KG 418LA 422LB 426LS 428LV 430LR 434LY 440LT 442LU',
  '450MG 454MW 458MY 466ML 478MR 484MX 496MN 498MD 499ME 504MA 508MZ 512OM 516NA 524NP 528NL 540NC',
  '548VU 554NZ 558NI 562NE 566NG 578NO 586PK 591PA 598PG 600PY 604PE 608PH 616PL 620PT 624GW 626TL',
  '630PR 634QA 642RO 643RU 646RW 682SA 686SN 688RS 694SL 703SK 704VN 705SI 706SO 710ZA 716ZW 724ES',
  '728SS 729SD 732EH 740SR 748SZ 752SE 756CH 760SY 762TJ 764TH 768TG 780TT 784AE 788TN 792TR 795TM',
  '800UG 804UA 807MK 818EG 826GB 834TZ 840US 854BF 858UY 860UZ 862VE 887YE 894ZM',
];

interface Topology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: { countries: { geometries: Geometry[] } };
}
type Geometry = { id?: string; properties: { name: string } } & (
  | { type: 'Polygon'; arcs: number[][] }
  | { type: 'MultiPolygon'; arcs: number[][][] }
);
export type Point = [number, number];

/** Longitude and latitude in degrees to units of the picture. Equations 3 and 4 of the paper. */
export function equalEarth(longitude: number, latitude: number): Point {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const radians = Math.PI / 180;
  const t = Math.asin((Math.sqrt(3) / 2) * Math.sin(latitude * radians));
  const [t2, t6] = [t * t, t ** 6];
  const x = (2 * Math.sqrt(3) * longitude * radians * Math.cos(t)) / (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1));
  const y = t * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1);
  const scale = WIDE / 2 / 2.7066;
  return [WIDE / 2 + x * scale, HIGH_AT_EQUATOR - y * scale];
}

/** The arcs of a TopoJSON file are steps on a grid; here they become degrees. */
function unpack(topology: Topology): Point[][] {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]): Point => {
      [x, y] = [x + dx, y + dy];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

/** A ring names arcs, backwards where the number is negative; neighbours share their end point. */
function ring(arcs: Point[][], numbers: number[]): Point[] {
  return numbers.flatMap((number, index) => {
    const arc = number < 0 ? [...(arcs[~number] ?? [])].reverse() : (arcs[number] ?? []);
    return index === 0 ? arc : arc.slice(1);
  });
}

/** What lies on one side of a meridian (Sutherland and Hodgman 1974, for one edge). */
function clip(points: Point[], edge: number, side: 1 | -1): Point[] {
  const inside = (point: Point) => (point[0] - edge) * side >= 0;
  return points.flatMap((point, index): Point[] => {
    const before = points.at(index - 1) ?? point;
    if (inside(point) === inside(before)) return inside(point) ? [point] : [];
    const part = (edge - before[0]) / (point[0] - before[0]);
    const crossing: Point = [edge, before[1] + part * (point[1] - before[1])];
    return inside(point) ? [crossing, point] : [crossing];
  });
}

/** Land that lies across the date line is cut there: else its outline would run around the world. */
export function cut(points: Point[]): Point[][] {
  let turns = 0;
  const whole = points.map(([x, y], index): Point => {
    const step = x - (points[index - 1]?.[0] ?? x);
    if (Math.abs(step) > 180) turns -= 360 * Math.sign(step);
    return [x + turns, y];
  });
  return [-360, 0, 360]
    .map((shift) => clip(clip(whole.map(([x, y]): Point => [x + shift, y]), -180, 1), 180, -1))
    .filter((part) => part.length > 2);
}

function path(points: Point[]): string {
  let [x, y, text] = [0, 0, ''];
  let drawn = 0;
  for (const degrees of points) {
    const [px, py] = equalEarth(...degrees);
    const [dx, dy] = [Math.round(px * GRID) - x, Math.round(py * GRID) - y];
    if (drawn > 0 && dx === 0 && dy === 0) continue;
    text += `${drawn === 0 ? 'M' : drawn === 1 ? 'l' : dx < 0 ? '' : ' '}${dx}${dy < 0 ? '' : ' '}${dy}`;
    [x, y, drawn] = [x + dx, y + dy, drawn + 1];
  }
  return `${text}z`;
}

export function shapes(topology: Topology): [string, string][] {
  const codes = new Map(CODES.flatMap((line) => line.split(' ')).map((code) => [code.slice(0, 3), code.slice(3)]));
  const arcs = unpack(topology);
  return topology.objects.countries.geometries
    .filter((country) => country.id !== '010')
    .map((country) => {
      const code = country.properties.name === 'Kosovo' ? 'XK' : (codes.get(country.id ?? '') ?? '');
      const polygons = country.type === 'Polygon' ? [country.arcs] : country.arcs;
      return [code, polygons.flat().flatMap((numbers) => cut(ring(arcs, numbers))).map(path).join('')];
    });
}

/** `virtual:world` holds pairs of a code and a path, in tenths of a unit. */
export function world(): Plugin {
  const name = 'virtual:world';
  return {
    name: 'vigie-world',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      const file = createRequire(import.meta.url).resolve('world-atlas/countries-110m.json');
      const topology = JSON.parse(readFileSync(file, 'utf8')) as Topology;
      return `export default ${JSON.stringify(shapes(topology))};`;
    },
  };
}
