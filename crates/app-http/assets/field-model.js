// Input fields as values: places in hundredths of a millimetre, snapping, aligning, the history.

export const MM = 100;
export const LEAST = 3 * MM;
// How near an edge attracts.
const NEAR = 1.5 * MM;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const clamp = (value, low, high) => Math.max(low, Math.min(Math.max(low, high), value));

// The paper of a field whose page went with its file: nothing limits it on the right and below.
const ENDLESS = { width: Infinity, height: Infinity };

// The box within the page: first smaller where it is larger, then moved.
export function within(box, page = ENDLESS) {
  const width = clamp(Math.round(box.width), LEAST, page.width);
  const height = clamp(Math.round(box.height), LEAST, page.height);
  const left = clamp(Math.round(box.left), 0, page.width - width);
  const top = clamp(Math.round(box.top), 0, page.height - height);
  return { left, top, width, height };
}

// A coordinate at the nearest edge of another field, else on the grid of millimetres.
function attracted(at, edges) {
  let best = { to: Math.round(at / MM) * MM, edge: null, off: Infinity };
  for (const edge of edges) {
    const off = Math.abs(edge - at);
    if (off <= NEAR && off < best.off) best = { to: edge, edge, off };
  }
  return best;
}

const edgesOf = (others, low, size) => others.flatMap((other) => [other[low], other[low] + other[size]]);

// The box moved so that an edge meets that of another field, or the grid; and the lines that it meets.
export function snapMove(box, others) {
  const along = (low, size) => {
    const edges = edgesOf(others, low, size);
    const first = attracted(box[low], edges);
    const last = attracted(box[low] + box[size], edges);
    if (last.off < first.off) return { at: last.to - box[size], edge: last.edge };
    return { at: first.to, edge: first.edge };
  };
  const [x, y] = [along("left", "width"), along("top", "height")];
  return { box: { ...box, left: x.at, top: y.at }, lines: { x: x.edge, y: y.edge } };
}

// The box with one corner dragged there.
export function dragCorner(box, corner, dx, dy, others, snaps) {
  let [left, top] = [box.left, box.top];
  let [right, bottom] = [box.left + box.width, box.top + box.height];
  const to = (at, low, size) => (snaps ? attracted(at, edgesOf(others, low, size)).to : at);
  if (corner.includes("w")) left = Math.min(to(left + dx, "left", "width"), right - LEAST);
  if (corner.includes("e")) right = Math.max(to(right + dx, "left", "width"), left + LEAST);
  if (corner.includes("n")) top = Math.min(to(top + dy, "top", "height"), bottom - LEAST);
  if (corner.includes("s")) bottom = Math.max(to(bottom + dy, "top", "height"), top + LEAST);
  return { left, top, width: right - left, height: bottom - top };
}

const samePage = (one, other) => one.file === other.file && one.page === other.page;

export function overlap(one, other) {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

// The field of another person, or the seal's box, that lies over this one.
export function clashOf(field, fields) {
  const isBox = (one) => one.kind === "seal_box";
  return fields.find(
    (other) =>
      other.id !== field.id &&
      (other.assignee !== field.assignee || isBox(field) || isBox(other)) &&
      samePage(field, other) &&
      overlap(field, other),
  );
}

// A place on the page where a box of this size meets no other field; the last one tried where there is none.
export function freePlace(size, page, others) {
  const edge = 20 * MM;
  let box = within({ ...size, left: edge, top: edge }, page);
  for (let left = edge; left + size.width <= page.width; left += size.width + 5 * MM) {
    for (let top = edge; top + size.height <= page.height; top += 5 * MM) {
      box = within({ ...size, left, top }, page);
      if (!others.some((other) => overlap(box, other))) return box;
    }
  }
  return box;
}

// All fields moved by the same distance, as far as none of them leaves its page. One without a page holds none back.
export function shifted(fields, dx, dy, pageOf) {
  for (const field of fields) {
    const page = pageOf(field);
    if (!page) continue;
    dx = Math.max(-field.left, Math.min(page.width - field.width - field.left, dx));
    dy = Math.max(-field.top, Math.min(page.height - field.height - field.top, dy));
  }
  const moved = (field) => ({ ...field, left: field.left + dx, top: field.top + dy });
  return fields.map((field) => ({ ...field, ...within(moved(field), pageOf(field)) }));
}

// All fields wider and higher by this much, each within its page.
export function resized(fields, dx, dy, pageOf) {
  const larger = (field) => ({ ...field, width: field.width + dx, height: field.height + dy });
  return fields.map((field) => ({ ...field, ...within(larger(field), pageOf(field)) }));
}

// The chosen fields with their left or upper edges in one line, or as wide as the first.
export function aligned(fields, how) {
  const least = (edge) => Math.min(...fields.map((field) => field[edge]));
  const change = {
    alignLeft: () => ({ left: least("left") }),
    alignTop: () => ({ top: least("top") }),
    sameWidth: () => ({ width: fields[0].width }),
  }[how]();
  return fields.map((field) => ({ ...field, ...change }));
}

// A copy on each of these pages that has none there yet, where the field lies within the page.
export function onAllPages(field, pages, fields) {
  const at = (page) => fields.some((other) =>
    other.file === page.file && other.page === page.number && other.kind === field.kind &&
    other.assignee === field.assignee && other.left === field.left && other.top === field.top);
  const fits = (page) => field.left + field.width <= page.width && field.top + field.height <= page.height;
  return pages
    .filter((page) => page.file === field.file && page.number !== field.page && fits(page) && !at(page))
    .map((page) => ({ ...field, id: newId(), page: page.number }));
}

// What the fields were before each change. Changes under one name that follow each other are one step.
export class History {
  #past = [];
  #future = [];
  #name = null;

  constructor(now) {
    this.now = now;
  }

  change(to, name = null) {
    if (!name || name !== this.#name) this.#past.push(this.now);
    if (this.#past.length > 200) this.#past.shift();
    this.#name = name;
    this.#future = [];
    this.now = to;
  }

  // The next change is a step of its own.
  settle() {
    this.#name = null;
  }

  undo() {
    return this.#go(this.#past, this.#future);
  }

  redo() {
    return this.#go(this.#future, this.#past);
  }

  #go(from, to) {
    if (!from.length) return false;
    to.push(this.now);
    this.now = from.pop();
    this.#name = null;
    return true;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }
}
