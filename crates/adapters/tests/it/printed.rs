//! Values of input fields on the pages of a sealed file: where they were shown, in every viewer.

use crate::pictures::{Picture, by_mupdf, by_poppler};
use crate::seal::{order, run, sealer};
use std::fs;
use std::process::Command;
use wariin_adapters::KrillaPrinter;
use wariin_domain::{
    CalendarDate, ChoiceOption, ChoiceOptions, DateFilling, FieldArea, FieldKind, FieldText,
    FieldValue, FileDigest, FontSize, Length, Signature, SignatureName, StampFace, StampShape,
    StampText, Strokes, TextLines, TextPattern, TextRule, TimeZoneName,
};
use wariin_ports::{
    FieldPrinter, PrintFault, PrintedField, SealError, SealOrder, Sealer, ShownSeal,
};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

/// A rectangle in millimetres: left, top, width, height.
fn area([left, top, width, height]: [u32; 4]) -> FieldArea {
    let [left, top, width, height] = [left, top, width, height].map(Length::mm);
    FieldArea { left, top, width, height }
}

fn field(at: [u32; 4], kind: FieldKind, value: FieldValue) -> PrintedField {
    PrintedField { page: 1, area: area(at), kind, value, image: None }
}

fn rule(size: u8, lines: TextLines) -> TextRule {
    let size = FontSize::points(size).unwrap();
    TextRule { size, lines, limit: 2_000, pattern: TextPattern::Any, placeholder: None }
}

fn text(at: [u32; 4], text: &str) -> PrintedField {
    let value = FieldValue::Text(FieldText::parse(text).unwrap());
    field(at, FieldKind::Text(rule(11, TextLines::One)), value)
}

fn several(at: [u32; 4], text: &str) -> PrintedField {
    let value = FieldValue::Text(FieldText::parse(text).unwrap());
    field(at, FieldKind::Text(rule(11, TextLines::Several)), value)
}

fn checkbox(at: [u32; 4], is_checked: bool) -> PrintedField {
    let kind = FieldKind::Checkbox { initially_checked: false };
    field(at, kind, FieldValue::Checked(is_checked))
}

fn stamp(at: [u32; 4], shape: StampShape, text: &str) -> PrintedField {
    let value = StampFace::Drawn(StampText::parse(text).unwrap());
    field(at, FieldKind::Stamp(shape), FieldValue::Stamp(value))
}

fn number(of: usize) -> f64 {
    f64::from(u32::try_from(of).unwrap())
}

/// A stamp image: a red ring on nothing.
fn png() -> Vec<u8> {
    let pixel = |place: usize| {
        let (x, y) = (number(place % 60) - 29.5, number(place / 60) - 29.5);
        let is_ring = (22.0..29.0).contains(&x.hypot(y));
        if is_ring { [200, 16, 46, 255] } else { [0; 4] }
    };
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 60, 60);
    encoder.set_color(png::ColorType::Rgba);
    let pixels: Vec<u8> = (0..3600).flat_map(pixel).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    bytes
}

fn image_stamp(at: [u32; 4]) -> PrintedField {
    let value = FieldValue::Stamp(StampFace::Image(FileDigest::new([9; 32])));
    let field = field(at, FieldKind::Stamp(StampShape::Organisation), value);
    PrintedField { image: Some(png()), ..field }
}

fn signature(at: [u32; 4], signature: Signature) -> PrintedField {
    field(at, FieldKind::Signature, FieldValue::Signature(signature))
}

/// One of every kind, on the lower half of a page.
pub(crate) fn every_kind() -> Vec<PrintedField> {
    let date = FieldKind::Date { filling: DateFilling::Chosen, size: FontSize::default() };
    let day = FieldValue::Date(CalendarDate::parse("2026-11-07").unwrap());
    let options = ["はい", "いいえ"].map(|option| ChoiceOption::parse(option).unwrap());
    let options = ChoiceOptions::new(options.to_vec()).unwrap();
    let choice = FieldKind::Choice { options, size: FontSize::default() };
    let strokes = vec![vec![(0, 9_000), (3_000, 1_000), (6_000, 8_000)], vec![(9_000, 5_000)]];
    let typed = Signature::Typed(SignatureName::parse("山田 太郎").unwrap());
    let long = "甲は、乙（本書に同意した受託者をいう。）に対し、委託料の支払いをすることなく、本契約を解除することができる。";
    vec![
        text([20, 150, 60, 8], "渋谷区𠮷田髙島1-2-3"),
        several([20, 160, 60, 22], long),
        checkbox([85, 150, 6, 6], true),
        checkbox([95, 150, 6, 6], false),
        field([105, 150, 50, 8], date, day),
        field([105, 160, 30, 8], choice, FieldValue::Chosen(1)),
        stamp([20, 190, 20, 20], StampShape::Round, "𠮷田"),
        stamp([42, 190, 20, 20], StampShape::Round, "髙橋之印"),
        stamp([64, 190, 20, 20], StampShape::Square, "割印商事会社之印"),
        stamp([86, 190, 20, 20], StampShape::Organisation, "ワリイー社"),
        image_stamp([108, 190, 20, 20]),
        signature([20, 215, 50, 18], Signature::Drawn(Strokes::new(strokes).unwrap())),
        signature([75, 215, 50, 14], typed),
    ]
}

pub(crate) async fn sealed(
    pdf: &[u8],
    fields: Vec<PrintedField>,
    shown: ShownSeal,
) -> Result<Vec<u8>, SealError> {
    let folder = tempfile::tempdir().unwrap();
    let sealer = sealer(&folder.path().join("seal.pem"));
    let order = SealOrder { fields, shown, ..order() };
    sealer.seal(pdf.to_vec(), order).await.map(|sealed| sealed.pdf)
}

/// A PDF of one page with these entries, and a pattern of grey lines on it.
pub(crate) fn page(entries: &str) -> Vec<u8> {
    page_with(entries, "")
}

/// The same with these metadata.
fn page_with(entries: &str, metadata: &str) -> Vec<u8> {
    let lines = (0..200).map(|at| format!("0 {0} m 4000 {0} l S ", at * 30));
    let contents = format!("q 0.8 G 2 w {}", lines.collect::<String>());
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>{entries}>>"),
        format!("<</Length {}>>\nstream\n{contents}\nendstream", contents.len()),
        format!("<</Length {}>>\nstream\n{metadata}\nendstream", metadata.len()),
    ];
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 6\n0000000000 65535 f\r\n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n\r\n", pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = pdf.len();
    pdf += &format!("{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    pdf.into_bytes()
}

/// What differs lies in the field and fills it, to half a millimetre; everything else is as it was.
fn expect_in_field(name: &str, before: &Picture, after: &Picture, at: [u32; 4], paper: (f64, f64)) {
    let [left, top, right, bottom] =
        after.differing(before).unwrap_or_else(|| panic!("{name}: nothing was printed"));
    let [x, y, width, height] = at.map(f64::from);
    let across = |pixels: usize| number(pixels) * paper.0 / number(before.width);
    let down = |pixels: usize| number(pixels) * paper.1 / number(before.height);
    let pixel = across(1).max(down(1));
    for (what, is, expected) in [
        ("left", across(left), x),
        ("top", down(top), y),
        ("right", across(right + 1), x + width),
        ("bottom", down(bottom + 1), y + height),
    ] {
        assert!(
            (is - expected).abs() <= 0.5f64.max(pixel),
            "{name} {what}: {is} and not {expected}"
        );
    }
}

pub(crate) const A4: (f64, f64) = (209.903, 297.039);

// T-004
#[tokio::test]
async fn a_field_is_printed_where_it_was_shown_on_every_rotation_crop_box_and_unit() {
    // The page's entries, the paper as it is shown in millimetres, dots an inch.
    let mut pages: Vec<(String, (f64, f64), u32)> = Vec::new();
    for turned in [0, 90, 180, 270] {
        for (crop, cropped) in [("", A4), ("/CropBox[30 50 500 800]", (165.806, 264.583))] {
            for (unit, factor) in [("", 1.0), ("/UserUnit 2", 2.0), ("/UserUnit 0.5", 0.5)] {
                let entries = format!("/MediaBox[0 0 595 842]/Rotate {turned}{crop}{unit}");
                let (wide, high) = (cropped.0 * factor, cropped.1 * factor);
                let paper = if turned % 180 == 0 { (wide, high) } else { (high, wide) };
                pages.push((entries, paper, 120));
            }
        }
    }
    pages.push(("/MediaBox[0 0 2383.94 3370.39]".to_owned(), (841.0, 1189.0), 100));
    pages.push(("/MediaBox[-20 -10 237.95 145.91]/Rotate 90".to_owned(), (55.0, 91.0), 300));
    for (entries, paper, dots) in pages {
        let base = page(&entries);
        let at = [20, 60, 12, 12];
        let printed = sealed(&base, vec![checkbox(at, true)], ShownSeal::Nothing).await.unwrap();
        assert!(printed.starts_with(&base));
        for (by, draw) in
            [("poppler", by_poppler as fn(&[u8], u32) -> Picture), ("MuPDF", by_mupdf)]
        {
            let name = format!("{entries} by {by}");
            expect_in_field(&name, &draw(&base, dots), &draw(&printed, dots), at, paper);
        }
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_printed_is_named_before_it_is_kept_and_never_printed_otherwise() {
    let printer = KrillaPrinter::new();
    let bad_image = PrintedField { image: Some(vec![1]), ..image_stamp([20, 20, 20, 20]) };
    let no_image = PrintedField { image: None, ..image_stamp([20, 20, 20, 20]) };
    let fields = vec![
        text([20, 20, 60, 8], "渋谷区"),
        text([20, 20, 60, 8], "😀"),
        text([20, 20, 10, 8], "長すぎるテキスト"),
        stamp([20, 20, 20, 20], StampShape::Round, "山ก"),
        bad_image,
        no_image,
    ];
    let expected = [
        None,
        Some(PrintFault::MissingGlyph('😀')),
        Some(PrintFault::DoesNotFit),
        Some(PrintFault::MissingGlyph('ก')),
        Some(PrintFault::Image),
        Some(PrintFault::Image),
    ];
    assert_eq!(printer.check(fields.clone()).await.unwrap(), expected);
    for (field, fault) in fields.into_iter().zip(expected) {
        assert_eq!(printer.image(field.clone(), 300).await.err(), fault);
        let refused = sealed(CONTRACT, vec![field], ShownSeal::Mark).await.is_err();
        assert_eq!(refused, fault.is_some());
    }
    let elsewhere = PrintedField { page: 3, ..text([20, 20, 60, 8], "渋谷区") };
    let refused = sealed(CONTRACT, vec![elsewhere], ShownSeal::Mark).await;
    assert!(matches!(refused, Err(SealError::Unsealable(_))));
}

#[tokio::test]
async fn on_a_pdf_a_1_a_stamp_image_is_not_transparent() {
    let a4 = "/MediaBox[0 0 595 842]";
    for (part, is_transparent) in [(1, false), (2, true)] {
        let base = page_with(a4, &format!("<pdfaid:part>{part}</pdfaid:part>"));
        let stamp = image_stamp([20, 20, 20, 20]);
        let printed = sealed(&base, vec![stamp], ShownSeal::Mark).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&printed).contains("/SMask"), is_transparent);
    }
}

#[tokio::test]
async fn a_field_on_a_file_that_came_signed_is_refused_and_its_mark_left_out() {
    let signed = sealed(CONTRACT, Vec::new(), ShownSeal::Nothing).await.unwrap();
    let field = text([20, 20, 60, 8], "渋谷区");
    let refused = sealed(&signed, vec![field], ShownSeal::Nothing).await;
    assert!(matches!(refused, Err(SealError::Unsealable(_))));
    sealed(&signed, Vec::new(), ShownSeal::Mark).await.unwrap();
}

/// The image of a field is what is printed there: over white, its dots are those of the page.
#[tokio::test]
async fn the_image_of_a_field_is_transparent_and_shows_what_is_printed() {
    let printer = KrillaPrinter::new();
    for field in every_kind() {
        let image = printer.image(field.clone(), 472).await.unwrap();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(&image.bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let (width, height) = reader.info().size();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        assert_eq!(reader.next_frame(&mut pixels).unwrap().color_type, png::ColorType::Rgba);
        assert_eq!(width, 472);
        let wanted = f64::from(field.area.height.as_hundredths()) * 472.0
            / f64::from(field.area.width.as_hundredths());
        assert!((f64::from(height) - wanted).abs() <= 1.0, "{height} {wanted}");
        let pixels = pixels.as_chunks::<4>().0;
        let inked = pixels.iter().filter(|[.., alpha]| *alpha > 200).count();
        let clear = pixels.iter().filter(|[.., alpha]| *alpha == 0).count();
        assert!(inked > 100 && clear > pixels.len() / 4, "{:?}: {inked} {clear}", field.kind);
    }
}

#[tokio::test]
async fn every_kind_of_value_is_printed_can_be_searched_and_the_seal_is_valid() {
    let zone = TimeZoneName::parse("Asia/Tokyo").unwrap();
    let shown = ShownSeal::Box { page: 1, area: area([20, 240, 110, 30]), zone };
    let sealed = sealed(CONTRACT, every_kind(), shown).await.unwrap();
    assert!(sealed.starts_with(CONTRACT));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    fs::write(&file, &sealed).unwrap();
    if let Some(keep) = std::env::var_os("WARIIN_KEEP_SEALED") {
        fs::write(keep, &sealed).unwrap();
    }
    let qpdf = run(Command::new("qpdf").arg("--check").arg(&file));
    assert!(qpdf.contains("No syntax or stream encoding errors"), "{qpdf}");
    let pdfsig = run(Command::new("pdfsig").arg("-nocert").arg(&file));
    assert!(pdfsig.contains("Signature is Valid.") && pdfsig.contains("Total document signed"));
    for text in [
        run(Command::new("pdftotext").args(["-l", "1"]).arg(&file).arg("-")),
        run(Command::new("mutool").args(["draw", "-q", "-F", "txt"]).arg(&file).arg("1")),
    ] {
        // The last three stand in the box of the seal.
        for words in [
            "渋谷区𠮷田髙島1-2-3",
            "2026年11月7日",
            "いいえ",
            "山田 太郎",
            "電子署名済み",
            "営業 花子",
            "この枠は表示であり、",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}
