// Two fingers on a list of pages make the pages larger or smaller; what is between the fingers stays there.

// `now` gives the size in percent, `set` takes another one, and `began` is told when a pinch begins and ends.
export function pinches(list, { now, set, began }) {
  let start = null;
  const between = ([one, other]) => ({
    x: (one.clientX + other.clientX) / 2,
    y: (one.clientY + other.clientY) / 2,
    apart: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
  });
  // Where a point of the screen is on the page under it, as a part of the page.
  const held = ({ x, y }) => {
    const page = document.elementsFromPoint(x, y).map((one) => one.closest("[data-page]")).find(Boolean) ?? list.querySelector("[data-page]");
    const box = page.getBoundingClientRect();
    return { page, across: (x - box.left) / box.width, down: (y - box.top) / box.height };
  };
  const end = () => {
    if (start) began(false);
    start = null;
  };
  list.addEventListener("touchstart", (event) => {
    if (event.touches.length !== 2) return end();
    event.preventDefault();
    const fingers = between(event.touches);
    start = { ...held(fingers), apart: Math.max(fingers.apart, 1), size: now() };
    began(true);
  }, { passive: false });
  list.addEventListener("touchmove", (event) => {
    if (!start || event.touches.length !== 2) return;
    event.preventDefault();
    const fingers = between(event.touches);
    set((start.size * fingers.apart) / start.apart);
    const box = start.page.getBoundingClientRect();
    list.scrollLeft += box.left + start.across * box.width - fingers.x;
    // Where the list is as high as its pages, the whole screen scrolls.
    const scrolls = list.scrollHeight > list.clientHeight + 1 ? list : document.scrollingElement;
    scrolls.scrollTop += box.top + start.down * box.height - fingers.y;
  }, { passive: false });
  for (const name of ["touchend", "touchcancel"]) list.addEventListener(name, end);
}
