//! The pages as a PDF/A-2b, each with its number, the service's name and the document's id.

use super::flow::{Item, LEFT, PAGE, RIGHT, WIDTH};
use super::lines::{GREY, Line, Look, lines};
use crate::print::field::{Colour, fill};
use crate::print::fonts::Style;
use crate::print::line::draw;
use krilla::configure::ConfigurationBuilder;
use krilla::configure::validate::Archival;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};
use wariin_domain::{CertificateFacts, Timestamp};
use wariin_ports::CertificateFault;

/// Where the running head and foot stand, from the upper edge in points.
const HEAD: f32 = 40.0;
const FOOT: f32 = PAGE.1 - 34.0;

const RUNNING: Look = Look { style: Style::Sans, size: 7.0, colour: GREY };

/// The PDF of these pages. Its dates are those of the facts, so that it is the same whenever it is made.
pub(super) fn pdf(
    pages: &[Vec<Item>],
    facts: &CertificateFacts,
) -> Result<Vec<u8>, CertificateFault> {
    let archival = ConfigurationBuilder::new().with_archival_validator(Archival::A2_B).finish();
    let configuration = archival.map_err(|error| refused(format!("{error:?}")))?;
    let settings =
        SerializeSettings { configuration, enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(facts));
    for (number, items) in (1..).zip(pages) {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1);
        let mut page = document.start_page_with(size.ok_or_else(|| refused("no page".into()))?);
        let mut surface = page.surface();
        for item in items {
            paint(item, &mut surface);
        }
        frame(facts, (number, pages.len()), &mut surface);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| match &error {
        KrillaError::Validation(errors) => refused(format!("{error}: {errors:?}")),
        _ => refused(error.to_string()),
    })
}

fn refused(why: String) -> CertificateFault {
    CertificateFault::Unprintable(why.into())
}

fn metadata(facts: &CertificateFacts) -> Metadata {
    Metadata::new()
        .title(format!("合意締結証明書　{}", facts.title))
        .language("ja".into())
        .creator("Wariin".into())
        .document_id(facts.agreement.document.to_string())
        .creation_date(date(facts.concluded_at))
}

fn date(at: Timestamp) -> DateTime {
    let at = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or_default();
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    let part = |part: i8| part.unsigned_abs();
    DateTime::new(at.year().unsigned_abs())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// What stands on every page.
fn frame(facts: &CertificateFacts, (number, count): (usize, usize), surface: &mut Surface<'_>) {
    let rule = |y| Item::Rule { x: LEFT, y, width: WIDTH, thick: 0.4, colour: GREY };
    let at = |x, y, line| Item::Line { x, y, line };
    let one = |text: &str| lines(text, RUNNING, WIDTH).into_iter().next();
    let right = |line: &Line| RIGHT - line.width();
    let mut items = vec![rule(HEAD + 7.0), rule(FOOT - 13.0)];
    items.extend(one("Wariin").map(|line| at(LEFT, HEAD, line)));
    items.extend(
        one("合意締結証明書　Certificate of Agreement").map(|line| at(right(&line), HEAD, line)),
    );
    let id = format!("書類ID {}", facts.agreement.document);
    items.extend(one(&id).map(|line| at(LEFT, FOOT, line)));
    items.extend(one(&format!("{number} / {count}")).map(|line| at(right(&line), FOOT, line)));
    for item in &items {
        paint(item, surface);
    }
}

fn paint(item: &Item, surface: &mut Surface<'_>) {
    surface.set_stroke(None);
    match item {
        Item::Line { x, y, line } => {
            for run in &line.runs {
                surface.set_fill(Some(fill(run.look.colour)));
                draw(surface, Point::from_xy(x + run.x, *y), run.look.size, &run.glyphs);
            }
        }
        Item::Rule { x, y, width, thick, colour } => {
            let rectangle = Rect::from_xywh(*x, *y, *width, *thick);
            paint_all(rectangle.as_slice(), *colour, surface);
        }
        Item::Fill { rectangles, colour } => paint_all(rectangles, *colour, surface),
    }
}

fn paint_all(rectangles: &[Rect], colour: Colour, surface: &mut Surface<'_>) {
    let mut path = PathBuilder::new();
    for rectangle in rectangles {
        path.push_rect(*rectangle);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(colour)));
        surface.draw_path(&path);
    }
}
