//! Files made byte by byte, for tests and measurements.

/// A file of so many pages with so many bytes of contents on each, in a classic structure.
pub(crate) fn pages(count: usize, bytes: usize) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |pdf: &mut Vec<u8>, body: &[u8]| {
        offsets.push(pdf.len());
        pdf.extend_from_slice(format!("{} 0 obj\n", offsets.len()).as_bytes());
        pdf.extend_from_slice(body);
        pdf.extend_from_slice(b"\nendobj\n");
    };
    object(&mut pdf, b"<</Type/Catalog/Pages 2 0 R>>");
    let kids: Vec<String> = (0..count).map(|n| format!("{} 0 R", 3 + 2 * n)).collect();
    let tree = format!("<</Type/Pages/Kids[{}]/Count {count}>>", kids.join(" "));
    object(&mut pdf, tree.as_bytes());
    for n in 0..count {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Resources<<>>/Contents {} 0 R>>",
            4 + 2 * n
        );
        object(&mut pdf, page.as_bytes());
        let mut stream = format!("<</Length {bytes}>>\nstream\n").into_bytes();
        stream.extend((0..bytes).map(|place| if place % 80 == 79 { b'\n' } else { b' ' }));
        stream.extend_from_slice(b"\nendstream");
        object(&mut pdf, &stream);
    }
    let start = pdf.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f\r\n", offsets.len() + 1);
    for offset in &offsets {
        tail += &format!("{offset:010} 00000 n\r\n");
    }
    let size = offsets.len() + 1;
    tail += &format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    pdf.extend_from_slice(tail.as_bytes());
    pdf
}
