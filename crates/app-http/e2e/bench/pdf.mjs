// PDFs of one page and a given size.

export function pdf(bytes) {
  const filler = Buffer.alloc(Math.max(0, bytes - 900), "Wariin ");
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
    stream("", Buffer.from("BT /F 24 Tf 72 700 Td (Contract) Tj ET")),
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    stream("/Type/XObject/Subtype/Form/BBox[0 0 1 1]", Buffer.concat([Buffer.from("% "), filler])),
  ];
  const parts = [Buffer.from("%PDF-1.7\n")];
  const offsets = [];
  let length = parts[0].length;
  const push = (part) => {
    parts.push(part);
    length += part.length;
  };
  objects.forEach((body, index) => {
    offsets.push(length);
    push(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(body), Buffer.from("\nendobj\n")]));
  });
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n\r\n`);
  push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f\r\n${rows.join("")}`));
  push(Buffer.from(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
}

function stream(entries, data) {
  return Buffer.concat([Buffer.from(`<<${entries}/Length ${data.length}>>\nstream\n`), data, Buffer.from("\nendstream")]);
}
