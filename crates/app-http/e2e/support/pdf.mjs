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
  return written(objects);
}

// A file of these objects; the first one is its catalogue.
function written(objects) {
  let pdf = "%PDF-1.7\n";
  const rows = objects.map((body, at) => {
    const offset = String(pdf.length).padStart(10, "0");
    pdf += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return `${offset} 00000 n\r\n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f\r\n${rows.join("")}`;
  return Buffer.from(`${pdf}${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`);
}

// One A4 page with a line of Japanese text for each of these, in a font that is not embedded.
export function tagged(lines) {
  const hex = (text) => [...text].map((c) => c.codePointAt(0).toString(16).padStart(4, "0")).join("");
  const shown = lines.map((line) => `<${hex(line)}> Tj T*`).join(" ");
  const content = `BT /F 11 Tf 72 740 Td 60 TL ${shown} ET`;
  return written([
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[4 0 R]/Count 1>>",
    "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/UniJIS-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 3 0 R>>>>>>",
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
  ]);
}

// One A4 page with a form: a required text, a date, a box to check, and a text that is filled in.
export function form() {
  const content = "BT /F 12 Tf 72 740 Td 60 TL (Name) Tj T* (Day) Tj T* (Agreed) Tj T* (Company) Tj ET";
  const widget = (entries) => `<</Type/Annot/Subtype/Widget/F 4/MK<</BC[.4 .4 .4]>>/DA(/Helv 12 Tf 0 g)${entries}>>`;
  return written([
    "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 7 0 R 8 0 R 9 0 R]/DR<</Font<</Helv 3 0 R>>>>/DA(/Helv 12 Tf 0 g)/NeedAppearances true>>>>",
    "<</Type/Pages/Kids[4 0 R]/Count 1>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 3 0 R>>>>/Annots[6 0 R 7 0 R 8 0 R 9 0 R]>>",
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    widget("/FT/Tx/T(name)/TU(Full name)/Ff 2/MaxLen 40/Rect[150 732 400 756]"),
    widget("/FT/Tx/T(day)/Rect[150 672 300 696]/AA<</F<</S/JavaScript/JS(AFDate_FormatEx\\(\"yyyy/mm/dd\"\\);)>>>>"),
    widget("/FT/Btn/T(agreed)/Rect[150 612 168 630]/AS/Off"),
    widget("/FT/Tx/T(company)/V(Wari Ltd)/Rect[150 552 400 576]"),
  ]);
}

// One A4 page with a form of two radio buttons, of which one has to be chosen.
export function radioForm() {
  const content = "BT /F 12 Tf 100 740 Td 30 TL (Monthly) Tj T* (Yearly) Tj ET";
  const ring = "<</Type/XObject/Subtype/Form/BBox[0 0 18 18]/Length 12>>\nstream\n1 1 16 16 re\nendstream";
  const button = (state, low) => `<</Type/Annot/Subtype/Widget/Parent 6 0 R/F 4/MK<</BC[.4 .4 .4]>>/Rect[72 ${low} 90 ${low + 18}]/AS/Off/AP<</N<</${state} 9 0 R/Off 9 0 R>>>>>>`;
  return written([
    "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>",
    "<</Type/Pages/Kids[4 0 R]/Count 1>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 3 0 R>>>>/Annots[7 0 R 8 0 R]>>",
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    "<</FT/Btn/T(payment)/TU(Payment)/Ff 32770/Kids[7 0 R 8 0 R]>>",
    button("monthly", 736),
    button("yearly", 706),
    ring,
  ]);
}

// One A4 page with these contents, and `F` for its font.
export function drawn(content, font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", more = []) {
  return written([
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[4 0 R]/Count 1>>",
    font,
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 3 0 R>>>>>>",
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    ...more,
  ]);
}

// A page that is a picture only, as a scanner makes it.
export const scanned = () => drawn("q 400 0 0 500 90 200 cm BI /W 2 /H 2 /BPC 8 /CS /G ID 0a0a EI Q");

// A page whose font has glyphs under names of its own, and does not say which characters they are.
export function unmapped() {
  const glyph = "1000 0 0 0 750 750 d1 0 0 750 750 re f";
  const font = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</q7 6 0 R>>/Encoding<</Type/Encoding/Differences[65/q7]>>/FirstChar 65/LastChar 65/Widths[1000]/Resources<<>>>>";
  return drawn("BT /F 40 Tf 90 700 Td (AAA) Tj ET", font, [`<</Length ${glyph.length}>>\nstream\n${glyph}\nendstream`]);
}

// A page in a font that is not embedded and that not every viewer has, with a picture on it that cannot be decoded.
export function doubtful() {
  const font = "<</Type/Font/Subtype/TrueType/BaseFont/Garamond/Encoding/WinAnsiEncoding>>";
  return drawn("BT /F 20 Tf 72 700 Td (Hello) Tj ET q 100 0 0 100 72 400 cm BI /W 2 /H 2 /BPC 8 /CS /G /F /DCT ID no picture EI Q", font);
}
