//! What is shown of a value before the seal is what poppler and `MuPDF` show of the sealed file, to half a millimetre.

use crate::pictures::{Picture, by_mupdf, by_poppler};
use crate::printed::{A4, every_kind, page, sealed};
use std::io::Cursor;
use wariin_adapters::KrillaPrinter;
use wariin_domain::FieldArea;
use wariin_ports::{FieldPrinter, PrintedField, ShownSeal};

/// How far a dot may lie from where it was shown, in millimetres.
const TOLERANCE: f64 = 0.5;

/// Dots in a field: for each whether there is ink, and the colour that the ink has on the average.
struct Ink {
    width: usize,
    height: usize,
    dots: Vec<bool>,
    colour: [f64; 3],
}

impl Ink {
    fn of(width: usize, colours: &[Option<[u8; 3]>]) -> Self {
        let inked: Vec<[u8; 3]> = colours.iter().copied().flatten().collect();
        let sum = |channel: usize| inked.iter().map(|c| f64::from(c[channel])).sum::<f64>();
        let count = f64::from(u32::try_from(inked.len().max(1)).unwrap());
        Self {
            width,
            height: colours.len() / width,
            dots: colours.iter().map(Option::is_some).collect(),
            colour: [0, 1, 2].map(|channel| sum(channel) / count),
        }
    }

    /// How many dots have ink, and how many of them are further than so many dots from ink of the other.
    fn astray(&self, other: &Self, within: usize) -> (usize, usize) {
        assert_eq!((self.width, self.height), (other.width, other.height));
        let is_near = |x: usize, y: usize| {
            let rows = y.saturating_sub(within)..(y + within + 1).min(self.height);
            let columns = x.saturating_sub(within)..(x + within + 1).min(self.width);
            rows.into_iter().any(|y| {
                let row = &other.dots[y * self.width..][..self.width];
                row[columns.clone()].iter().any(|is_inked| *is_inked)
            })
        };
        let inked = (0..self.dots.len()).filter(|at| self.dots[*at]);
        inked.fold((0, 0), |(all, astray), at| {
            let is_astray = !is_near(at % self.width, at / self.width);
            (all + 1, astray + usize::from(is_astray))
        })
    }
}

/// A rectangle of dots: left, top, right, bottom.
type Dots = [usize; 4];

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a picture is a few thousand dots wide"
)]
fn whole(dots: f64) -> usize {
    dots.round().max(0.0) as usize
}

/// The dots of a field at so many dots a millimetre.
fn dots_of(area: FieldArea, per_mm: f64) -> Dots {
    let at =
        |length: wariin_domain::Length| whole(f64::from(length.as_hundredths()) / 100.0 * per_mm);
    [at(area.left), at(area.top), at(area.right()), at(area.bottom())]
}

/// What the page of the browser shows in the field, in as many dots as the picture has there.
async fn shown(
    printer: &KrillaPrinter,
    field: &PrintedField,
    [left, top, right, bottom]: Dots,
) -> Ink {
    let (width, height) = (right - left, bottom - top);
    // Four times as large, so that edges are as sharp as those of the pictures without smooth ones.
    let image = printer.image(field.clone(), u32::try_from(width * 4).unwrap()).await.unwrap();
    let mut decoder = png::Decoder::new(Cursor::new(&image.bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let (wide, high) = (reader.info().width as usize, reader.info().height as usize);
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let pixels = pixels.as_chunks::<4>().0;
    let dot = |at: usize| {
        let (x, y) = ((at % width * 2 + 1) * wide, (at / width * 2 + 1) * high);
        let [red, green, blue, alpha] = pixels[y / (2 * height) * wide + x / (2 * width)];
        // Without smooth edges a dot is full where ink only touches it.
        let on_white = |colour: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap()
        };
        (alpha > 63).then(|| [red, green, blue].map(on_white))
    };
    Ink::of(width, &(0..width * height).map(dot).collect::<Vec<_>>())
}

/// What the sealed file has in the field beyond the page below.
fn printed(before: &Picture, after: &Picture, [left, top, right, bottom]: Dots) -> Ink {
    let rows = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
    let dot = |(x, y)| (after.dot(x, y) != before.dot(x, y)).then(|| after.dot(x, y));
    Ink::of(right - left, &rows.map(dot).collect::<Vec<_>>())
}

fn number(of: usize) -> f64 {
    f64::from(u32::try_from(of).unwrap())
}

// T-004 O-33
#[tokio::test]
async fn every_kind_is_printed_as_it_was_shown_and_nothing_beside_it_changes() {
    let printer = KrillaPrinter::new();
    for (entries, paper, dots) in [
        ("/MediaBox[0 0 595 842]", A4, 150),
        ("/MediaBox[0 0 595 842]/CropBox[30 50 500 800]/Rotate 180", (165.806, 264.583), 150),
        ("/MediaBox[0 0 595 842]/Rotate 90/UserUnit 2", (A4.1 * 2.0, A4.0 * 2.0), 300),
    ] {
        let base = page(entries);
        let fields = every_kind();
        let out = sealed(&base, fields.clone(), ShownSeal::Nothing).await.unwrap();
        for (by, draw) in
            [("poppler", by_poppler as fn(&[u8], u32) -> Picture), ("MuPDF", by_mupdf)]
        {
            let (before, after) = (draw(&base, dots), draw(&out, dots));
            let per_mm = number(before.width) / paper.0;
            let within = whole(TOLERANCE * per_mm);
            assert!(within >= 1, "{entries} by {by}: {per_mm} dots a millimetre are too few");
            let mut elsewhere = before.dots.clone();
            for field in &fields {
                let name = format!("{entries} by {by}: {:?}", field.value);
                let place = dots_of(field.area, per_mm);
                let (seen, made) =
                    (shown(&printer, field, place).await, printed(&before, &after, place));
                for (what, one, other) in [("shown", &seen, &made), ("printed", &made, &seen)] {
                    let (all, astray) = one.astray(other, within);
                    assert!(all > 20, "{name}: {all} dots {what}");
                    assert_eq!(astray, 0, "{name}: so many of {all} dots are only {what}");
                }
                for (one, other) in seen.colour.into_iter().zip(made.colour) {
                    assert!(
                        (one - other).abs() < 40.0,
                        "{name}: {:?} {:?}",
                        seen.colour,
                        made.colour
                    );
                }
                let [left, top, right, bottom] = place;
                // Ink may lie a little beside its field, as above.
                let (from, to) = (left.saturating_sub(within), right + within);
                for y in top.saturating_sub(within)..(bottom + within).min(before.height) {
                    let columns = 3 * (y * before.width + from)
                        ..3 * (y * before.width + to.min(before.width));
                    elsewhere[columns.clone()].copy_from_slice(&after.dots[columns]);
                }
            }
            assert!(
                elsewhere == after.dots,
                "{entries} by {by}: something beside the fields changed"
            );
        }
    }
}
