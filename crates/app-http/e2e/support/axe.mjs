// Whether a page is accessible, as far as axe-core finds: WCAG 2.2 A and AA, light and dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const seen = new Set();

// Fails when axe-core finds anything on this screen; each screen is looked at once.
export async function expectAccessible(page, name) {
  // Without scripts the page cannot run axe-core.
  if (seen.has(name) || !page.hasScripts) return;
  seen.add(name);
  await page.evaluate(AXE);
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(
      (values) => axe.run(document, { runOnly: { type: "tag", values }, iframes: false, resultTypes: ["violations"] }),
      RULES,
    );
    found.push(...violations.flatMap((v) => v.nodes.map((n) => `${colorScheme} ${v.id}: ${n.target} ${n.failureSummary}`)));
  }
  await page.emulateMedia({ colorScheme: null });
  assert.deepEqual(found, [], `${name} is accessible`);
}
