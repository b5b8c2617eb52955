//! PDFs of one page and a given size, each different.

/// A PDF of about so many bytes, in which this number stands.
pub(crate) fn pdf(bytes: usize, number: u64) -> Vec<u8> {
    let filler = format!("Wariin {number} ").repeat(bytes.saturating_sub(900) / 8 + 1);
    let filler = &filler[..bytes.saturating_sub(900)];
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
            .to_owned(),
        stream("", &format!("BT /F 24 Tf 72 700 Td (Contract {number}) Tj ET")),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        stream("/Type/XObject/Subtype/Form/BBox[0 0 1 1]", &format!("% {filler}")),
    ];
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut rows = String::new();
    for (number, body) in (1..).zip(&objects) {
        rows += &format!("{:010} 00000 n\r\n", pdf.len());
        pdf += &format!("{number} 0 obj\n{body}\nendobj\n");
    }
    let (start, count) = (pdf.len(), objects.len() + 1);
    pdf += &format!("xref\n0 {count}\n0000000000 65535 f\r\n{rows}");
    pdf += &format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    pdf.into_bytes()
}

fn stream(dictionary: &str, data: &str) -> String {
    format!("<<{dictionary}/Length {}>>stream\n{data}\nendstream", data.len())
}
