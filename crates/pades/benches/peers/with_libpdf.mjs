// How long @libpdf/core takes for the same files: median milliseconds of `rounds` B-B signatures each.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, rounds, modules] = process.argv.slice(2);
const entry = createRequire(join(modules, "none.js")).resolve("@libpdf/core");
const { PDF, P12Signer } = await import(pathToFileURL(entry));
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
for (const kind of ["p256", "rsa3072"]) {
  const signer = await P12Signer.create(readFileSync(join(folder, `${kind}.p12`)), "bench");
  for (const file of ["1-page", "20-pages", "10-MB"]) {
    const pdf = readFileSync(join(folder, `${file}.pdf`));
    const times = [];
    for (let round = 0; round < Number(rounds); round += 1) {
      const start = cpu();
      const document = await PDF.load(new Uint8Array(pdf));
      await document.sign({ signer, reason: "bench" });
      times.push(cpu() - start);
    }
    times.sort((a, b) => a - b);
    console.log(kind, file, times[Math.floor(times.length / 2)]);
  }
}
