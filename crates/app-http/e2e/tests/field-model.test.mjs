// The editor's values alone: snapping, corners, the edges of the page, copies, the history.

import assert from "node:assert/strict";
import { test } from "node:test";
import { History, aligned, clashOf, dragCorner, freePlace, newId, onAllPages, resized, shifted, snapMove, within } from "../../assets/field-model.js";

const A4 = { file: "f", number: 1, width: 21000, height: 29700 };
const box = (left, top, width = 2000, height = 800) => ({ left, top, width, height });
const field = (id, left, top, more = {}) => ({ id, file: "f", page: 1, kind: "stamp", assignee: "a", ...box(left, top), ...more });

test("a box stays within its page and is never too small", () => {
  assert.deepEqual(within(box(-500, 29500), A4), box(0, 28900));
  assert.deepEqual(within(box(20500, 100), A4), box(19000, 100));
  assert.deepEqual(within(box(0, 0, 100, 99999), A4), box(0, 0, 300, 29700));
});

test("several fields are moved by one distance, as far as none leaves its page, and resized within their pages", () => {
  const fields = [field("1", 1000, 2000), field("2", 18500, 28000)];
  const places = (changed) => changed.map(({ left, top, width, height }) => [left, top, width, height]);
  const onA4 = () => A4;
  assert.deepEqual(places(shifted(fields, 1000, 1000, onA4)), [[1500, 2900, 2000, 800], [19000, 28900, 2000, 800]]);
  assert.deepEqual(places(shifted(fields, -5000, -100, onA4)), [[0, 1900, 2000, 800], [17500, 27900, 2000, 800]]);
  assert.deepEqual(places(resized(fields, 1000, -700, onA4)), [[1000, 2000, 3000, 300], [18000, 28000, 3000, 300]]);
});

test("a field without a page is resized where it is, and holds back none that is moved with it", () => {
  const fields = [field("1", 1000, 2000), field("2", 500, 40000, { page: 9 })];
  const pageOf = ({ page }) => (page === 1 ? A4 : undefined);
  const [on, lost] = shifted(fields, -1000, 5000, pageOf);
  assert.deepEqual([on.left, on.top, lost.left, lost.top], [0, 7000, 0, 45000]);
  const larger = resized(fields, 200, 100, pageOf)[1];
  assert.deepEqual([larger.left, larger.top, larger.width, larger.height], [500, 40000, 2200, 900]);
  assert.deepEqual(within(box(0, 0, 100, 100)), box(0, 0, 300, 300), "it is never too small");
});

test("a box snaps to the edges of others before the grid, and tells the line", () => {
  assert.deepEqual(snapMove(box(1049, 3333), []), { box: box(1000, 3300), lines: { x: null, y: null } });
  const other = field("o", 5055, 1000);
  assert.deepEqual(snapMove(box(5150, 3333), [other]), { box: box(5055, 3300), lines: { x: 5055, y: null } });
  // The right edge to the right edge.
  assert.deepEqual(snapMove(box(5110, 3333, 1900), [other]).box.left + 1900, 7055);
  assert.deepEqual(snapMove(box(7000, 1840), [other]).box, box(7055, 1800));
});

test("a dragged corner keeps the opposite one, and Alt does not snap", () => {
  assert.deepEqual(dragCorner(box(1000, 1000), "se", 1040, 460, [], true), box(1000, 1000, 3000, 1300));
  assert.deepEqual(dragCorner(box(1000, 1000), "se", 1040, 460, [], false), box(1000, 1000, 3040, 1260));
  assert.deepEqual(dragCorner(box(1000, 1000), "nw", 5000, 5000, [], true), box(2700, 1500, 300, 300));
});

test("another person's field and the seal's box clash, one's own and another page's do not", () => {
  const one = field("1", 1000, 1000);
  const clash = (more) => clashOf(one, [one, field("2", 1500, 1200, more)])?.id;
  assert.equal(clash({ assignee: "b" }), "2");
  assert.equal(clash({ kind: "seal_box" }), "2");
  assert.equal(clash({}), undefined);
  assert.equal(clash({ assignee: "b", page: 2 }), undefined);
  assert.equal(clash({ assignee: "b", left: 3000 }), undefined, "edges alone are nothing");
});

test("a free place is found among many", () => {
  const size = { width: 6000, height: 800 };
  const others = [];
  for (let count = 0; count < 60; count++) {
    const place = freePlace(size, A4, others);
    assert.ok(others.every((other) => clashOf({ id: "n", assignee: "b", file: "f", page: 1, ...place }, [other]) === undefined));
    others.push({ id: String(count), assignee: "a", file: "f", page: 1, ...place });
  }
});

test("edges are put in line, widths made equal", () => {
  const fields = [field("1", 1000, 2000), field("2", 3000, 1000, { width: 5000 })];
  assert.deepEqual(aligned(fields, "alignLeft").map((one) => one.left), [1000, 1000]);
  assert.deepEqual(aligned(fields, "alignTop").map((one) => one.top), [1000, 1000]);
  assert.deepEqual(aligned(fields, "sameWidth").map((one) => one.width), [2000, 2000]);
});

test("a copy goes to every page of the file that has none and where it fits", () => {
  const pages = [A4, { ...A4, number: 2 }, { ...A4, number: 3, width: 5000 }, { ...A4, number: 4 }, { ...A4, file: "g", number: 1 }];
  const one = field("1", 10000, 1000);
  const copies = onAllPages(one, pages, [one, { ...one, id: "4", page: 4 }]);
  assert.deepEqual(copies.map(({ file, page }) => [file, page]), [["f", 2]]);
  assert.notEqual(copies[0].id, one.id);
});

test("changes under one name are one step, and a change forgets what was undone", () => {
  const history = new History([0]);
  history.change([1], "drag");
  history.change([2], "drag");
  history.settle();
  history.change([3], "drag");
  history.change([4]);
  assert.ok(history.undo() && history.undo());
  assert.deepEqual(history.now, [2]);
  assert.ok(history.undo() && !history.undo());
  assert.deepEqual(history.now, [0]);
  assert.ok(history.redo() && history.canRedo);
  history.change([9]);
  assert.ok(!history.redo() && history.canUndo);
});

test("ids are UUIDs also where the browser makes none", () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(newId(), form);
  const own = crypto.randomUUID;
  crypto.randomUUID = undefined;
  try {
    assert.match(newId(), form);
  } finally {
    crypto.randomUUID = own;
  }
});
