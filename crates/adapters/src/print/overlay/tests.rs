//! What is laid over a page, as the service's own page images show it.

use super::*;
use crate::render;
use std::io::Cursor;
use wariin_domain::{
    FieldArea, FieldKind, FieldValue, FileDigest, Length, StampFace, StampShape, StampText,
};
use wariin_pades::{Laid, Revision};
use wariin_ports::{ImageFormat, PageImage};

/// An empty page with these entries, and an object that the catalog names as its metadata.
fn page(entries: &str, metadata: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R{entries}>>"),
        format!("<</Length {}>>\nstream\n{metadata}\nendstream", metadata.len()),
    ];
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 5\n0000000000 65535 f\r\n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n\r\n", pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = pdf.len();
    pdf += &format!("{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    pdf.into_bytes()
}

/// The pixels of an opaque image as grey values, and its width.
fn grey(image: &PageImage) -> (Vec<u8>, usize) {
    let (pixels, width, parts) = match image.format {
        ImageFormat::Png => {
            let mut decoder = png::Decoder::new(Cursor::new(&image.bytes));
            decoder.set_transformations(png::Transformations::EXPAND);
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut pixels).unwrap();
            (pixels, info.width, info.color_type.samples())
        }
        ImageFormat::WebP => {
            let mut decoder = image_webp::WebPDecoder::new(Cursor::new(&image.bytes)).unwrap();
            let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
            decoder.read_image(&mut pixels).unwrap();
            (pixels, decoder.dimensions().0, if decoder.has_alpha() { 4 } else { 3 })
        }
    };
    let grey = pixels.chunks_exact(parts).map(|pixel| pixel[0]).collect();
    (grey, usize::try_from(width).unwrap())
}

fn field(kind: FieldKind, value: FieldValue, image: Option<Vec<u8>>) -> PrintedField {
    let [left, top, width, height] = [20, 60, 12, 12].map(Length::mm);
    PrintedField { page: 1, area: FieldArea { left, top, width, height }, kind, value, image }
}

fn checkbox() -> PrintedField {
    field(FieldKind::Checkbox { initially_checked: false }, FieldValue::Checked(true), None)
}

#[expect(clippy::cast_possible_truncation, reason = "a page is never that large")]
fn laid(pdf: &[u8], field: PrintedField, paper: Paper) -> Vec<u8> {
    let mut revision = Revision::of(pdf.to_vec()).unwrap();
    let unit = revision.user_unit(0).unwrap();
    let (width, height) = revision.page_size(0).unwrap();
    let sizes = [((width * unit) as f32, (height * unit) as f32)];
    let over = overlay(&[field], &sizes, paper).unwrap().unwrap();
    revision.lay_over(over.pdf, &[Laid { page: 0, over: over.over[0] }]).unwrap();
    revision.write()
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "images are small")]
fn our_own_page_images_show_a_field_where_it_is_printed() {
    for (entries, paper) in [
        ("/MediaBox[0 0 595 842]", 209.9),
        ("/MediaBox[0 0 595 842]/Rotate 90", 297.04),
        ("/MediaBox[0 0 595 842]/Rotate 270/CropBox[30 50 500 800]", 264.58),
        ("/MediaBox[0 0 595 842]/Rotate 180/UserUnit 2", 419.8),
    ] {
        let printed = laid(&page(entries, ""), checkbox(), Paper::Any);
        let image = render::image(printed, 1, 1_600).unwrap();
        let (grey, width) = grey(&image);
        let dark = (0..grey.len()).filter(|place| grey[*place] < 128);
        let places: Vec<(usize, usize)> =
            dark.map(|place| (place % width, place / width)).collect();
        let mm = |pixels: usize| pixels as f64 * paper / width as f64;
        let across = places.iter().map(|(x, _)| mm(*x));
        let down = places.iter().map(|(_, y)| mm(*y));
        let least = |all: &mut dyn Iterator<Item = f64>| all.fold(f64::MAX, f64::min);
        let most = |all: &mut dyn Iterator<Item = f64>| all.fold(0.0, f64::max);
        for (is, expected) in [
            (least(&mut across.clone()), 20.0),
            (most(&mut across.clone()), 32.0),
            (least(&mut down.clone()), 60.0),
            (most(&mut down.clone()), 72.0),
        ] {
            assert!((is - expected).abs() <= 0.5, "{entries}: {is} and not {expected}");
        }
    }
}

/// One pixel of half a red.
fn image_stamp() -> PrintedField {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgba);
    encoder.write_header().unwrap().write_image_data(&[200, 0, 0, 128]).unwrap();
    let value = FieldValue::Stamp(StampFace::Image(FileDigest::new([1; 32])));
    field(FieldKind::Stamp(StampShape::Organisation), value, Some(bytes))
}

// PDF/A: fonts are embedded, colours do not depend on a device, metadata are untouched.
#[test]
fn what_is_laid_over_keeps_to_pdf_a_and_is_opaque_where_part_1_demands_it() {
    let part = |number: u8| format!("<pdfaid:part>{number}</pdfaid:part>");
    let base = page("/MediaBox[0 0 595 842]", &part(1));
    let claims = |pdf: Vec<u8>| Revision::of(pdf).unwrap().archival_part().unwrap();
    assert_eq!(claims(base.clone()), Some(1));
    assert_eq!(claims(page("/MediaBox[0 0 595 842]", "pdfaid:part=\"3\"")), Some(3));
    assert_eq!(claims(page("/MediaBox[0 0 595 842]", "")), None);
    let has = |pdf: &[u8], what: &str| String::from_utf8_lossy(pdf).contains(what);
    let opaque = laid(&base, image_stamp(), Paper::Opaque);
    let clear = laid(&base, image_stamp(), Paper::Any);
    assert!(!has(&opaque, "/SMask") && has(&clear, "/SMask"));
    for pdf in [opaque, laid(&base, checkbox(), Paper::Opaque)] {
        assert!(pdf.starts_with(&base));
        let added = &pdf[base.len()..];
        for forbidden in ["/Transparency", "/DeviceRGB cs", "/Metadata", "/ca ", "/CA "] {
            assert!(!has(added, forbidden), "{forbidden}");
        }
        assert!(has(added, "/ICCBased"));
    }
    // Part 2 allows what is transparent; what only an archive demands is left out for other files.
    assert!(has(&laid(&base, image_stamp(), Paper::Archive), "/SMask"));
    for (paper, demands) in [(Paper::Opaque, true), (Paper::Archive, true), (Paper::Any, false)] {
        let pdf = laid(&base, drawn_stamp(), paper);
        assert!(has(&pdf, "/ICCBased") && has(&pdf, "/FontFile2"), "{paper:?}");
        assert_eq!(has(&pdf, "/CIDSet"), demands, "{paper:?}");
    }
}

/// A stamp with characters.
fn drawn_stamp() -> PrintedField {
    let value = FieldValue::Stamp(StampFace::Drawn(StampText::parse("山田").unwrap()));
    field(FieldKind::Stamp(StampShape::Round), value, None)
}
