//! Files of one page, written byte by byte, and what becomes of them.

use crate::render::{first_page, text};
use wariin_pades::{Change, intake};

/// A PDF of these objects, numbered from 1, the first one the catalog; `tail` is what follows the table.
pub(crate) fn written(objects: &[&str], tail: impl Fn(usize) -> String) -> Vec<u8> {
    let mut pdf = "%PDF-1.5\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, body) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf += &format!("{} 0 obj\n{body}\nendobj\n", at + 1);
    }
    let start = pdf.len();
    pdf += &format!("xref\n0 {}\n{table}", objects.len() + 1);
    pdf += &tail(start);
    pdf.into_bytes()
}

fn usual_tail(start: usize) -> String {
    format!("trailer\n<</Root 1 0 R/Size 9>>\nstartxref\n{start}\n%%EOF\n")
}

pub(crate) const CONTENTS: &str = "BT /F1 18 Tf 10 50 Td (Price 100) Tj ET";

/// One page with a text, its catalog with these entries.
pub(crate) fn page(catalog: &str, page: &str, stream: &str) -> Vec<u8> {
    let catalog = format!("<</Type/Catalog/Pages 2 0 R{catalog}>>");
    let page =
        format!("<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R{page}>>");
    let objects = [
        &*catalog,
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 144]>>",
        &page,
        stream,
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
    ];
    written(&objects, usual_tail)
}

pub(crate) fn plain_page() -> Vec<u8> {
    page("", "", &format!("<</Length {}>>\nstream\n{CONTENTS}\nendstream", CONTENTS.len()))
}

pub(crate) fn replaced(pdf: &[u8], what: &str, by: &str) -> Vec<u8> {
    let at = pdf.windows(what.len()).position(|w| w == what.as_bytes()).unwrap();
    [&pdf[..at], by.as_bytes(), &pdf[at + what.len()..]].concat()
}

/// Taken with changes, and its first page shows the same words and pixels in poppler and `MuPDF`.
pub(crate) fn expect_same(name: &str, pdf: &[u8], told: &[Change]) -> Vec<u8> {
    expect_like(name, pdf, pdf, told)
}

/// The same, compared with another file: not every viewer opens what is damaged.
pub(crate) fn expect_like(name: &str, pdf: &[u8], like: &[u8], told: &[Change]) -> Vec<u8> {
    let taken = intake(pdf.to_vec()).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(taken.changes, told, "{name}");
    let used = taken.repaired.unwrap_or_else(|| pdf.to_vec());
    let again = intake(used.clone()).unwrap();
    assert!(again.repaired.is_none(), "{name}: {:?}", again.changes);
    for ((by, before), (_, after)) in first_page(like).into_iter().zip(first_page(&used)) {
        assert_eq!(before.differing(&after), 0, "{name} by {by}");
    }
    assert_eq!(text(like), text(&used), "{name}");
    used
}
