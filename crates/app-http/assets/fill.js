// Filling input fields on the pages. Without this module the form under the pages does the same.

const form = document.querySelector("[data-fill-form]");
const items = [...form.querySelectorAll("[data-item]")];
const markers = new Map();
for (const marker of document.querySelectorAll("[data-marker]")) markers.set(marker.dataset.fill, marker);
const wide = matchMedia("(min-width: 760px)");
const texts = form.dataset;
let drawn = 0;

form.classList.add("live");
for (const element of document.querySelectorAll("[data-fill-live]")) element.hidden = false;
for (const element of document.querySelectorAll("[data-fill-plain]")) element.hidden = true;
form.addEventListener("submit", (event) => event.preventDefault());

const idOf = (item) => item.dataset.item;
const isMissing = (item) => item.dataset.is === "missing";
const opened = () => form.querySelector(".fill-item.open");
const itemOf = (id) => items.find((item) => idOf(item) === id);

// Saving: one field at a time, by the form's own address.
const pending = new Map();
const savedInputs = new Map();

function inputsOf(item) {
  const inputs = new URLSearchParams();
  inputs.set("csrf", form.querySelector("[name=csrf]").value);
  for (const input of item.querySelectorAll("input, textarea, select")) {
    if (!input.name || ((input.type === "checkbox" || input.type === "radio") && !input.checked)) continue;
    inputs.append(input.name, input.value);
  }
  if (item.pad?.isCleared) inputs.append(`c-${idOf(item)}`, "on");
  return inputs;
}

// What the page came with is saved, but for what was refused and for a stamp that is only proposed.
for (const item of items) {
  const isProposed = item.dataset.kind === "stamp" && item.dataset.is !== "filled";
  if (!isProposed && !item.classList.contains("has-error")) savedInputs.set(item, inputsOf(item).toString());
}

// What is in the inputs is saved, one request after the other.
function save(item) {
  const before = pending.get(item) ?? Promise.resolve();
  const saved = before.then(() => send(item));
  pending.set(item, saved);
  return saved;
}

async function send(item) {
  const body = inputsOf(item);
  const sent = body.toString();
  if (savedInputs.get(item) === sent) return true;
  item.dataset.busy = "yes";
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, keepalive: true });
    if (!answer.headers.get("content-type")?.startsWith("application/json")) {
      refuse(texts.reload);
      return false;
    }
    const { missing, missing_said, go_on, errors, refusal, images, said } = await answer.json();
    refuse(refusal);
    const error = errors[idOf(item)] ?? "";
    tell(item, error);
    if (!answer.ok) return false;
    const pad = item.querySelector("[data-pad] [type=hidden]");
    if (pad) pad.value = "";
    if (item.pad) item.pad.isCleared = false;
    savedInputs.set(item, pad ? inputsOf(item).toString() : sent);
    settle({ missing, counted: missing_said, goOn: go_on, images, said }, item);
    return true;
  } catch {
    refuse(texts.notSaved);
    return false;
  } finally {
    delete item.dataset.busy;
  }
}

// Why nothing was saved at all.
function refuse(text) {
  const banner = form.querySelector("[data-fill-refusal]");
  banner.textContent = text;
  banner.hidden = !text;
  const item = opened();
  if (item && text) tell(item, text);
}

// What is wrong with a field, beside it.
function tell(item, text) {
  const line = item.querySelector("[data-error]");
  line.textContent = text;
  line.hidden = !text;
  item.classList.toggle("has-error", Boolean(text));
  for (const input of item.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  markers.get(idOf(item))?.classList.toggle("wrong", Boolean(text));
}

// What is missing still, and what stands in the fields.
function settle({ missing, counted, goOn, images, said }, changed) {
  drawn += 1;
  for (const item of items) {
    const id = idOf(item);
    const image = images[id] ?? "";
    const is = missing.includes(id) ? "missing" : image ? "filled" : "empty";
    const marker = markers.get(id);
    item.dataset.is = is;
    item.querySelector("[data-state]").textContent = is === "missing" ? texts.missing : is === "filled" ? texts.filled : "";
    marker?.classList.toggle("missing", is === "missing");
    marker?.classList.toggle("filled", is === "filled");
    if (said[id]) marker?.setAttribute("aria-label", said[id]);
    // Of a group of radio buttons the one that was chosen before is changed too.
    const isOfGroup = item.dataset.group && item.dataset.group === changed.dataset.group;
    if (item !== changed && !isOfGroup) continue;
    const printed = item.querySelector("[data-printed]");
    printed.hidden = !image;
    for (const picture of [printed.querySelector("img"), marker?.querySelector("[data-image]")]) {
      if (!picture) continue;
      picture.hidden = !image;
      if (image) picture.src = `${image}&n=${drawn}`;
      else picture.removeAttribute("src");
    }
  }
  const count = form.querySelector("[data-fill-count]");
  count.textContent = counted || count.dataset.complete;
  const banner = document.querySelector("[data-fill-banner]");
  if (banner) {
    banner.hidden = !missing.length;
    banner.querySelector("span").textContent = counted;
  }
  const note = document.querySelector("[data-fill-note]");
  if (note) {
    note.hidden = !missing.length;
    note.textContent = goOn;
  }
  if (consent) consent.hidden = missing.length > 0;
}

// A field that is open: a sheet at the bottom of a phone's screen, a card beside the field on a wide one.
for (const item of items) {
  const body = item.querySelector(".fill-body");
  const bar = document.createElement("div");
  bar.className = "actions fill-bar";
  const next = document.createElement("button");
  const close = document.createElement("button");
  for (const button of [next, close]) {
    button.type = "button";
    button.className = "button";
  }
  next.dataset.nextField = "";
  next.classList.add("primary");
  close.textContent = texts.close;
  close.dataset.closeField = "";
  bar.append(next, close);
  body.append(bar);
  next.addEventListener("click", () => goOn(item));
  close.addEventListener("click", () => leave(item));
  item.addEventListener("keydown", (event) => {
    if (opened() !== item) return;
    if (event.key === "Escape") leave(item);
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox], [type=radio])")) return;
    event.preventDefault();
    goOn(item);
  });
  item.addEventListener("change", (event) => {
    // A stamp and a signature are put in place by their own buttons, or by going on.
    if (event.target.closest("[data-pad]") || ["stamp", "signature"].includes(item.dataset.kind)) return;
    save(item);
  });
  const put = item.querySelector("[data-use]");
  if (put) put.hidden = false;
  put?.addEventListener("click", () => use(item));
  const head = item.querySelector(".fill-head");
  head.addEventListener("click", () => {
    if (opened() !== item) open(item);
  });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  const name = item.querySelector(".fill-name");
  button.append(name.cloneNode(true).textContent);
  name.replaceChildren(button);
}

for (const [id, marker] of [...document.querySelectorAll("[data-fill]")].map((link) => [link.dataset.fill, link])) {
  marker.addEventListener("click", (event) => {
    event.preventDefault();
    const item = itemOf(id);
    const box = item.querySelector(".fill-body > .check input:is([type=checkbox], [type=radio])");
    if (!["checkbox", "radio"].includes(item.dataset.kind)) return open(item);
    // The chosen one of several stays chosen where one is required.
    if (item.dataset.kind === "radio" && box.checked && !item.querySelector("input[type=radio][value='']")) return;
    box.checked = !box.checked;
    save(item).then((saved) => saved || open(item));
  });
  marker.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    marker.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  });
}

for (const link of document.querySelectorAll("[data-fill-next]")) {
  link.addEventListener("click", (event) => {
    const item = items.find(isMissing);
    if (!item) return;
    event.preventDefault();
    open(item);
  });
}

// The consent waits for what is being saved; what is missing then comes first.
const consent = document.querySelector("[data-consent]");
consent?.addEventListener("click", async (event) => {
  const busy = items.filter((item) => item.dataset.busy);
  if (!busy.length) return;
  event.preventDefault();
  await Promise.all(busy.map((item) => pending.get(item)));
  const missing = items.find(isMissing);
  if (missing) open(missing);
  else location.assign(consent.href);
});

function open(item) {
  const before = opened();
  if (before && before !== item) shut(before);
  item.classList.add("open");
  item.setAttribute("role", "dialog");
  item.querySelector("[data-next-field]").textContent = following(item) ? texts.next : texts.done;
  const marker = markers.get(idOf(item));
  marker?.classList.add("current");
  preset(item);
  pad(item);
  show(marker, item);
  place();
  const input = item.querySelector(".fill-body :is(input:not([type=hidden]), textarea, select)");
  const first = item.dataset.kind === "signature" ? item.querySelector("[data-next-field]") : input;
  first?.focus({ preventScroll: true });
  if (first === input && input?.select && input.type !== "date") input.select();
}

// A phone's sheet takes the lower half of the screen: the field on the page stands above it. So it does above
// the card where the screen is low.
function show(marker, item) {
  if (!marker) return;
  marker.scrollIntoView({ block: "center", inline: "nearest" });
  const { top } = marker.querySelector("rect").getBoundingClientRect();
  if (!wide.matches) scrollBy(0, top - innerHeight * 0.15);
  else if (item.offsetHeight + 60 > innerHeight / 2) scrollBy(0, top - 12);
}

function shut(item) {
  item.classList.remove("open");
  item.setAttribute("role", "group");
  for (const side of ["left", "top", "bottom"]) item.style[side] = "";
  markers.get(idOf(item))?.classList.remove("current");
}

// Typed, but not put in place yet.
const isTyped = (item) => [...item.querySelectorAll("input, textarea, select")].some((input) =>
  input.name && !["hidden", "checkbox", "radio"].includes(input.type) && input.value.trim());
const isDrawn = (item) => Boolean(item.querySelector("[data-pad] [type=hidden]")?.value);

async function leave(item) {
  const waits = item.dataset.kind === "signature" ? isDrawn(item) || isTyped(item) : item.dataset.kind !== "stamp" || item.dataset.is === "filled";
  shut(item);
  markers.get(idOf(item))?.focus({ preventScroll: true });
  if (waits && !(await save(item)) && !opened()) open(item);
}

async function use(item) {
  if (await save(item)) item.querySelector("[data-printed]").scrollIntoView({ block: "nearest" });
}

// The next field that has to be filled; after the last one, one before.
function following(item) {
  const at = items.indexOf(item);
  return [...items.slice(at + 1), ...items.slice(0, at)].find((other) => isMissing(other));
}

async function goOn(item) {
  if (!(await save(item))) return;
  const next = following(item);
  if (next) return open(next);
  shut(item);
  if (consent && !consent.hidden) consent.focus({ preventScroll: true });
  else markers.get(idOf(item))?.focus({ preventScroll: true });
}

// A stamp begins with the name.
function preset(item) {
  const input = item.querySelector("[data-preset]");
  if (input && !input.value) input.value = input.dataset.preset;
}

// Where the open field stands: above a phone's keyboard, or beside the field on the page.
function place() {
  const item = opened();
  if (!item) return;
  const view = visualViewport;
  if (!wide.matches) {
    item.style.left = item.style.top = "";
    const below = view ? innerHeight - view.height - view.offsetTop : 0;
    item.style.bottom = `${Math.max(0, Math.round(below))}px`;
    return;
  }
  item.style.bottom = "";
  const marker = markers.get(idOf(item));
  const at = marker?.querySelector("rect").getBoundingClientRect() ?? { left: 0, top: 0, bottom: 0 };
  const { offsetWidth: width, offsetHeight: height } = item;
  const isBelow = at.bottom + 10 + height <= innerHeight || at.top - 10 - height < 0;
  const top = isBelow ? Math.min(at.bottom + 10, innerHeight - height - 8) : at.top - 10 - height;
  item.style.left = `${Math.round(Math.max(8, Math.min(at.left, innerWidth - width - 8)))}px`;
  item.style.top = `${Math.round(Math.max(8, top))}px`;
}
addEventListener("scroll", place, { capture: true, passive: true });
addEventListener("resize", place);
visualViewport?.addEventListener("resize", place);
visualViewport?.addEventListener("scroll", place);

// Signatures: strokes in a square of 10,000 by 10,000, whatever the shape of the field.
const EDGE = 10_000;
const MOST = 4_000;

function pad(item) {
  const part = item.querySelector("[data-pad]");
  if (!part) return;
  part.hidden = false;
  const canvas = part.querySelector("canvas");
  const wanted = Math.min(part.clientWidth, Math.round((wide.matches ? 240 : Math.max(120, innerHeight * 0.3)) * 100 / Number(part.dataset.ratio)));
  const [width, height] = [wanted, Math.max(60, Math.round(wanted * Number(part.dataset.ratio) / 100))];
  const scale = devicePixelRatio || 1;
  const state = (item.pad ??= { strokes: [] });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d");
  const draw = () => {
    pen.setTransform((width * scale) / EDGE, 0, 0, (height * scale) / EDGE, 0, 0);
    pen.clearRect(0, 0, EDGE, EDGE);
    const path = new Path2D();
    for (const stroke of state.strokes) {
      path.moveTo(...stroke[0]);
      for (const point of stroke.length > 1 ? stroke.slice(1) : [stroke[0]]) path.lineTo(...point);
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    const scaled = new Path2D();
    scaled.addPath(path, { a: (width * scale) / EDGE, d: (height * scale) / EDGE });
    pen.lineWidth = 2.2 * scale;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#14213d";
    pen.stroke(scaled);
    part.querySelector("[type=hidden]").value = written(state.strokes);
  };
  const pointOf = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (at, from, length) => Math.round(Math.max(0, Math.min(1, (at - from) / length)) * EDGE);
    return [within(event.clientX, box.left, box.width), within(event.clientY, box.top, box.height)];
  };
  draw();
  if (state.isReady) {
    state.draw = draw;
    return;
  }
  Object.assign(state, { isReady: true, draw });
  // Either drawn or typed.
  const name = item.querySelector(`[name="v-${idOf(item)}"]`);
  name.addEventListener("input", () => {
    state.strokes = [];
    state.draw();
  });
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    state.pointer = event.pointerId;
    state.strokes.push([pointOf(event)]);
    state.isCleared = false;
    name.value = "";
    state.draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (state.pointer !== event.pointerId) return;
    for (const move of event.getCoalescedEvents?.() ?? [event]) state.strokes.at(-1).push(pointOf(move));
    state.draw();
  });
  const end = (event) => {
    if (state.pointer !== event.pointerId) return;
    state.pointer = undefined;
    state.strokes.push(thinned(state.strokes.pop(), 12));
    for (let limit = 24; count(state.strokes) > MOST; limit *= 2) state.strokes = state.strokes.map((stroke) => thinned(stroke, limit));
    state.draw();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  part.querySelector("[data-undo]").addEventListener("click", () => {
    state.strokes.pop();
    state.draw();
  });
  part.querySelector("[data-clear]").addEventListener("click", () => {
    state.strokes = [];
    state.isCleared = true;
    name.value = "";
    state.draw();
  });
}

const count = (strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0);

// A stroke without the points that lie on the line between their neighbours (Ramer, Douglas and Peucker).
function thinned(stroke, limit) {
  if (stroke.length < 3) return stroke;
  const [from, to] = [stroke[0], stroke.at(-1)];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  let [far, at] = [0, 0];
  for (let place = 1; place < stroke.length - 1; place++) {
    const [x, y] = stroke[place];
    const off = length
      ? Math.abs((to[0] - from[0]) * (from[1] - y) - (from[0] - x) * (to[1] - from[1])) / length
      : Math.hypot(x - from[0], y - from[1]);
    if (off > far) [far, at] = [off, place];
  }
  if (far <= limit) return [from, to];
  return [...thinned(stroke.slice(0, at + 1), limit).slice(0, -1), ...thinned(stroke.slice(at), limit)];
}

// As the server reads them.
function written(strokes) {
  return strokes.map((stroke) => stroke.map((point) => point.join(".")).join("_")).join("-");
}

// A field in which something is wrong is opened at once.
const wrong = items.find((item) => item.classList.contains("has-error"));
if (wrong) open(wrong);
