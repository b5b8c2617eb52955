// Whether a page is accessible, as far as axe-core finds: WCAG 2.2 A and AA, light and dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// All rules in light colours; in dark ones those that look at colours, since nothing else differs.
const RULES = {
  light: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  dark: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};

const seen = new Set();

// Fails when axe-core finds anything on this screen; each screen is looked at once.
export async function expectAccessible(page, name) {
  // Without scripts the page cannot run axe-core.
  if (seen.has(name) || !page.hasScripts) return;
  seen.add(name);
  const found = [];
  for (const [colorScheme, rules] of Object.entries(RULES)) {
    await page.emulateMedia({ colorScheme });
    const violations = await violationsOf(page, rules);
    found.push(...violations.flatMap((v) => v.nodes.map((n) => `${colorScheme} ${v.id}: ${n.target} ${n.failureSummary}`)));
  }
  await page.emulateMedia({ colorScheme: null });
  assert.deepEqual(found, [], `${name} is accessible`);
}

// What axe-core finds. A page that waits for its seal loads itself again, and axe-core is gone with the page before.
async function violationsOf(page, rules) {
  for (let tries = 1; ; tries++) {
    try {
      if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
      const { violations } = await page.evaluate(
        (runOnly) => axe.run(document, { runOnly, iframes: false, resultTypes: ["violations"] }),
        rules,
      );
      return violations;
    } catch (error) {
      if (tries === 3 || !/axe is not defined|context was destroyed/.test(error.message)) throw error;
      await page.waitForLoadState();
    }
  }
}
