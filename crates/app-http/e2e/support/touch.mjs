// Fingers on a phone's screen, by the debugging protocol of the browser.

// The fingers of this page: `stroke` moves one through these points, `pinch` two around a point from one distance of
// each to another.
export async function fingers(page) {
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...points) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  return {
    async stroke([first, ...rest]) {
      await touch("touchStart", first);
      for (const point of rest) await touch("touchMove", point);
      await touch("touchEnd");
    },
    async pinch([x, y], from, to, steps = 5) {
      const both = (apart) => [[x - apart, y], [x + apart, y]];
      await touch("touchStart", ...both(from));
      for (let step = 1; step <= steps; step++) await touch("touchMove", ...both(from + ((to - from) * step) / steps));
      await touch("touchEnd");
    },
  };
}
