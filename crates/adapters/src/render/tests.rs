use super::*;
use wariin_ports::{ImageFormat, RemovableText, TextRun};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

/// A PDF of one page of 200 by 100 points, with this content, these fonts and what else its page says.
fn pdf(content: &str, fonts: &str, page: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Lang(ja-JP)>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<<{fonts}>>>>{page}>>"
        ),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    written(&objects)
}

/// A PDF of these objects, of which the first is the catalogue.
pub(super) fn written(objects: &[String]) -> Vec<u8> {
    let size = objects.len() + 1;
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes();
    for (index, object) in objects.iter().enumerate() {
        table.extend(format!("{:010} 00000 n \n", pdf.len()).bytes());
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let at = pdf.len();
    pdf.extend(table);
    pdf.extend(format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").bytes());
    pdf
}

const HELVETICA: &str = "/F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

/// A font of a Japanese collection that the file does not bring along.
fn japanese(name: &str, encoding: &str) -> String {
    format!(
        "/F<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{encoding}/DescendantFonts[<</Type/Font\
         /Subtype/CIDFontType0/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)\
         /Supplement 6>>/FontDescriptor<</Type/FontDescriptor/FontName/{name}/Flags 4/ItalicAngle 0\
         /Ascent 880/Descent -120/CapHeight 700/StemV 80/FontBBox[0 -120 1000 880]>>>>]>>"
    )
}

/// The pixels of a PNG or a WebP image, one byte each, or three with colours.
fn pixels(image: &PageImage) -> (u32, u32, Vec<u8>) {
    match image.format {
        ImageFormat::Png => {
            let mut decoder = png::Decoder::new(std::io::Cursor::new(&image.bytes));
            decoder.set_transformations(png::Transformations::EXPAND);
            let mut reader = decoder.read_info().unwrap();
            let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut bytes).unwrap();
            (info.width, info.height, bytes)
        }
        ImageFormat::WebP => {
            let bytes = std::io::Cursor::new(&image.bytes);
            let mut decoder = image_webp::WebPDecoder::new(bytes).unwrap();
            let mut bytes = vec![0; decoder.output_buffer_size().unwrap()];
            decoder.read_image(&mut bytes).unwrap();
            (decoder.dimensions().0, decoder.dimensions().1, bytes)
        }
    }
}

// T-036
#[test]
fn a_page_is_drawn_in_the_width_that_was_asked_for_and_tells_its_text() {
    assert_eq!(sizes(CONTRACT.to_vec()).unwrap().len(), 2);
    for width in [160, 720, 1600] {
        let (wide, high, pixels) = pixels(&image(CONTRACT.to_vec(), 1, width).unwrap());
        assert_eq!(wide, width);
        assert!(high > wide);
        assert!(pixels.iter().any(|pixel| *pixel < 64), "something is black");
    }
    let text = text(CONTRACT.to_vec(), 1).unwrap();
    assert!(text.is_known);
    let all: String = text.runs.iter().map(|run| run.text.as_str()).collect();
    assert!(all.contains("割印商事株式会社") && all.contains("乙はこれを受託す"), "{all}");
    for page in [0, 3] {
        assert_eq!(image(CONTRACT.to_vec(), page, 720), Err(RenderFault::Undrawable), "{page}");
    }
}

#[test]
fn runs_stand_where_they_are_drawn_also_on_a_turned_and_cropped_page() {
    let content = "BT /F 10 Tf 20 30 Td (Hello) Tj ( world) Tj ET";
    let run = |pdf: Vec<u8>| text(pdf, 1).unwrap().runs.remove(0);
    let upright = run(pdf(content, HELVETICA, ""));
    assert_eq!(upright.text, "Hello world");
    assert_eq!((upright.x, upright.y, upright.size, upright.angle), (20.0, 70.0, 10.0, 0.0));
    assert!((upright.length - 49.45).abs() < 0.1, "{}", upright.length);
    let cropped = run(pdf(content, HELVETICA, "/CropBox[10 10 200 100]"));
    assert_eq!((cropped.x, cropped.y), (10.0, 70.0));
    let TextRun { x, y, angle, .. } = run(pdf(content, HELVETICA, "/Rotate 90"));
    assert!((x - 30.0).abs() < 0.01 && (y - 20.0).abs() < 0.01 && (angle - 90.0).abs() < 0.1);
    let size = sizes(pdf(content, HELVETICA, "/Rotate 90")).unwrap()[0];
    assert_eq!((size.width, size.height), (100.0, 200.0));
}

#[test]
fn a_page_without_characters_is_one_whose_text_is_not_known() {
    let empty = text(pdf("0 0 50 50 re f", "", ""), 1).unwrap();
    assert!(!empty.is_known && empty.runs.is_empty());
    assert_eq!(empty.language.as_deref(), Some("ja-JP"));
}

#[test]
fn a_japanese_font_that_is_not_embedded_is_drawn_by_ours_mincho_with_serifs() {
    let content = "BT /F 40 Tf 20 30 Td <65E5> Tj ET";
    let drawn = |name: &str| {
        let pdf = pdf(content, &japanese(name, "UniJIS-UTF16-H"), "");
        assert_eq!(text(pdf.clone(), 1).unwrap().runs[0].text, "日");
        pixels(&image(pdf, 1, 720).unwrap()).2
    };
    let (gothic, mincho) = (drawn("HeiseiKakuGo-W5"), drawn("HeiseiMin-W3"));
    assert!(gothic.iter().any(|pixel| *pixel < 64) && mincho.iter().any(|pixel| *pixel < 64));
    assert!(gothic != drawn("Ryumin-Light"), "Mincho has serifs");
}

#[test]
fn a_character_that_our_fonts_lack_is_not_drawn_as_another_one() {
    // The collection ends before this code.
    let content = "BT /F 40 Tf 20 30 Td <5A20> Tj ET";
    let chinese = japanese("STSong-Light", "UniGB-UTF16-H").replace("Japan1", "GB1");
    assert_eq!(image(pdf(content, &chinese, ""), 1, 720), Err(RenderFault::Undrawable));
    let unknown = japanese("HeiseiKakuGo-W5", "Identity-H");
    assert_eq!(image(pdf(content, &unknown, ""), 1, 720), Err(RenderFault::Undrawable));
}

// DO-06
#[test]
fn a_page_of_any_size_has_no_more_pixels_than_the_limit() {
    for page in ["/CropBox[0 0 200 1]", "/CropBox[0 0 1 100]", "/MediaBox[0 0 14400 14400]"] {
        let drawn = image(pdf("0 0 50 50 re f", "", page), 1, 1600).unwrap();
        let (width, height, _) = pixels(&drawn);
        assert!(u64::from(width) * u64::from(height) <= 16_000_000, "{page} {width} {height}");
        assert!(width > 0 && height > 0, "{page} {width} {height}");
    }
}

#[test]
fn colours_are_kept() {
    let (.., pixels) = pixels(&image(pdf("1 0 0 rg 0 0 200 100 re f", "", ""), 1, 160).unwrap());
    assert_eq!(pixels[..3], [255, 0, 0]);
}

/// A page with these contents, and the tags in it as they are asked for.
fn tagged(content: &str) -> (Vec<u8>, Vec<RemovableText>) {
    let font = "/F<</Type/Font/Subtype/Type1/BaseFont/Courier>>";
    let pdf = pdf(content, font, "");
    let runs = text(pdf.clone(), 1).unwrap().runs;
    let mut texts = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        let mut from = 0;
        while let Some(at) = run.text[from..].find("{{") {
            let start = from + at;
            let end = start + run.text[start..].find("}}").unwrap() + 2;
            let text = run.text[start..end].to_owned();
            texts.push(RemovableText { page: 1, parts: vec![(number, start..end)], text });
            from = end;
        }
    }
    (pdf, texts)
}

fn said(pdf: &[u8]) -> String {
    let runs = text(pdf.to_vec(), 1).unwrap().runs;
    runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join("|")
}

// O-32
#[test]
fn tags_are_taken_out_of_the_contents_and_what_stands_beside_them_stays() {
    let (pdf, tags) = tagged(
        "BT /F 5 Tf 10 80 Td (A {{a}} B {{b}}C) Tj ET BT /F 5 Tf 1 Tc 10 60 Td [({{) -20 (c}}) 5 (D)] TJ (E) Tj ET",
    );
    assert_eq!(tags.len(), 3);
    let removal = without_texts(&pdf, &tags).unwrap();
    assert_eq!(removal.is_gone, [true; 3]);
    let after = removal.pdf.unwrap();
    assert!(!said(&after).contains('{'), "{}", said(&after));
    let letters: String = said(&after).chars().filter(char::is_ascii_alphabetic).collect();
    assert_eq!(letters, "ABCDE");
    let ends = |pdf: &[u8]| {
        let last = text(pdf.to_vec(), 1).unwrap().runs.last().cloned().unwrap();
        last.x + last.length
    };
    assert!((ends(&pdf) - ends(&after)).abs() < 0.05, "the last letter stays where it was");
}

// O-32
#[test]
fn a_tag_that_is_not_asked_for_stays_and_so_does_one_that_says_something_else() {
    let (pdf, mut tags) = tagged("BT /F 5 Tf 10 80 Td (A {{a}} B {{b}}C) Tj ET");
    tags[0].text = "{{x}}".to_owned();
    let removal = without_texts(&pdf, &tags).unwrap();
    assert_eq!(removal.is_gone, [false, true]);
    let after = removal.pdf.unwrap();
    assert!(said(&after).contains("{{a}}") && !said(&after).contains("{{b}}"));
    let nothing = without_texts(&pdf, &tags[..1]).unwrap();
    assert_eq!((nothing.pdf, nothing.is_gone), (None, vec![false]));
}

// O-32
#[test]
fn a_tag_whose_text_is_written_down_a_second_time_stays() {
    let (pdf, tags) = tagged(
        "/Span <</ActualText ({{a}})>> BDC BT /F 5 Tf 10 80 Td ({{a}}) Tj ET EMC BT /F 5 Tf 10 60 Td ({{b}}) Tj ET",
    );
    assert_eq!(without_texts(&pdf, &tags).unwrap().is_gone, [false, true]);
}

// O-32
#[test]
fn a_tag_that_clips_what_follows_stays() {
    let (pdf, tags) =
        tagged("q BT 7 Tr /F 40 Tf 10 40 Td ({{a}}) Tj ET 1 0 0 rg 0 0 200 100 re f Q");
    assert_eq!(tags.len(), 1);
    assert_eq!(without_texts(&pdf, &tags).unwrap().is_gone, [false], "the page would be red");
}

// T-036
#[test]
fn fonts_that_are_replaced_and_pages_that_are_not_shown_are_doubtful() {
    let of = |content: &str, font: &str| doubts(Arc::new(pdf(content, font, "")), || true);
    let text = "BT /F 20 Tf 10 50 Td (Hello) Tj ET";
    assert_eq!(of(text, HELVETICA), Doubts::default(), "every viewer has it");
    let other = "/F<</Type/Font/Subtype/TrueType/BaseFont/Garamond/Encoding/WinAnsiEncoding>>";
    assert_eq!(of(text, other).fonts.into_iter().collect::<Vec<_>>(), ["Garamond"]);
    let mincho = of("BT /F 20 Tf 10 50 Td <0041> Tj ET", &japanese("MS-Mincho", "UniJIS-UTF16-H"));
    assert_eq!(mincho.fonts.into_iter().collect::<Vec<_>>(), ["MS-Mincho"]);
    assert!(mincho.pages.is_empty());
    let picture = "BI /W 2 /H 2 /BPC 8 /CS /G /F /DCT ID no picture EI";
    assert_eq!(of(picture, HELVETICA).pages, [1], "a picture on it cannot be decoded");
    assert_eq!(doubts(Arc::new(CONTRACT.to_vec()), || true), Doubts::default());
    assert!(doubts(Arc::new(pdf(text, other, "")), || false).fonts.is_empty(), "time is up");
}

// T-036
#[test]
fn a_font_that_cannot_be_shown_makes_every_page_doubtful_that_uses_it() {
    let korean = japanese("Batang", "UniKS-UTF16-H").replace("Japan1", "Korea1");
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R/Resources<</Font<</F 6 0 R>>>>>>";
    let content = "BT /F 20 Tf 10 50 Td <AC00> Tj ET";
    let found = doubts(
        Arc::new(written(&[
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_owned(),
            page.to_owned(),
            page.to_owned(),
            format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
            korean.strip_prefix("/F").unwrap().to_owned(),
        ])),
        || true,
    );
    assert_eq!(found.pages, [1, 2]);
}

/// A page of 200 by 100 points that is painted through so many masks, each by a state of its own.
fn masked(count: usize) -> Vec<u8> {
    let mask = |number: usize| {
        let content = format!("0.5 g 0 0 {} 100 re f", 1 + number % 200);
        let dict =
            "/Subtype/Form/BBox[0 0 200 100]/Group<</S/Transparency/CS/DeviceGray>>/Resources<<>>";
        format!("<<{dict}/Length {}>>stream\n{content}\nendstream", content.len())
    };
    let states = |number| format!("/S{number}<</SMask<</S/Luminosity/G {} 0 R>>>>", number + 5);
    let states: String = (0..count).map(states).collect();
    let content: String = (0..count).map(|number| format!("/S{number} gs 0 0 9 9 re f ")).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</ExtGState<<{states}>>>>>>"
        ),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    objects.extend((0..count).map(mask));
    written(&objects)
}

// DO-06
#[test]
fn a_page_of_more_masks_than_can_be_held_is_told_and_not_drawn() {
    let most = || doubts(Arc::new(masked(1_100)), || true);
    assert_eq!(most().pages, [1]);
    assert!(matches!(image(masked(1_100), 1, 720), Err(RenderFault::TooComplex)));
    assert_eq!(doubts(Arc::new(masked(20)), || true).pages, Vec::<usize>::new());
    assert_eq!(pixels(&image(masked(20), 1, 720).unwrap()).0, 720);
}

// DO-06
#[test]
fn a_page_of_many_masks_is_drawn_smaller_as_long_as_it_can_be_read() {
    let a4 = PageSize { width: 595.0, height: 842.0 };
    let drawn = |masks| scale(a4, 1600).min(masked_scale(a4, masks)) * a4.width;
    assert!(drawn(0) >= 1600.0 && drawn(50) >= 1600.0);
    assert!((900.0..1600.0).contains(&drawn(150)), "{}", drawn(150));
    assert!(is_drawable(a4, 150) && is_drawable(a4, 300));
    assert!(!is_drawable(a4, 400) && drawn(400) < 720.0);
}
