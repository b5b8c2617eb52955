// PDFs made here.

// One of this many A4 pages, each with its number and some lines of text.
export function pages(count) {
  const kids = Array.from({ length: count }, (_, index) => `${4 + 2 * index} 0 R`);
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Kids[${kids.join(" ")}]/Count ${count}>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  for (let number = 1; number <= count; number++) {
    const lines = Array.from({ length: 30 }, (_, line) => `(${number}.${line + 1} The parties agree on the following.) Tj T*`);
    const content = `BT /F 24 Tf 72 760 Td (Page ${number}) Tj /F 12 Tf 20 TL 0 -40 Td ${lines.join(" ")} ET`;
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${5 + 2 * (number - 1)} 0 R/Resources<</Font<</F 3 0 R>>>>>>`,
      `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    );
  }
  let pdf = "%PDF-1.7\n";
  const rows = objects.map((body, at) => {
    const offset = String(pdf.length).padStart(10, "0");
    pdf += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return `${offset} 00000 n\r\n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f\r\n${rows.join("")}`;
  return Buffer.from(`${pdf}${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`);
}
