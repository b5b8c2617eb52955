// What a path asks of a person: the screens that are shown one after the other, and the fields that are typed into.

// Counts from now on. A screen that is shown again at once, such as one that reloads itself, counts once.
export async function counted(page) {
  const screens = [];
  const fields = new Set();
  await page.exposeBinding("wariinTyped", (_, name) => fields.add(`${screens.at(-1)} ${name}`));
  await page.addInitScript(() => {
    addEventListener("input", ({ target }) => wariinTyped(target.name), { capture: true });
  });
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame() || !frame.url().startsWith("http")) return;
    const screen = new URL(frame.url()).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id");
    if (screens.at(-1) !== screen) screens.push(screen);
  });
  return { screens, fields };
}

// How much of it there was up to the consent's own screen, which comes last.
export function upToConsent({ screens, fields }) {
  const last = screens.indexOf("/r/:id/consent");
  if (last < 0) throw new Error(`no consent in ${screens.join(", ")}`);
  return { screens: last + 1, fields: fields.size };
}

// The budget of the recipient's path: for the first time with an app or a passkey, with an account, and without the request.
export const BUDGET = {
  firstTime: { screens: 6, fields: 5 },
  passkey: { screens: 5, fields: 3 },
  returning: { screens: 3, fields: 3 },
  byMail: { screens: 3, fields: 0 },
};

export function isWithin(path, budget) {
  return path.screens <= budget.screens && path.fields <= budget.fields;
}
