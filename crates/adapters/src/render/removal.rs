//! Taking texts out of pages: their glyphs are found in the operators of the contents, and what is written is
//! compared with what was there, glyph by glyph and pixel by pixel.

use super::marked::MARK;
use super::same::{WIDTH, drawn};
use super::text::{Traced, TracedGlyph, traced};
use super::{numbered, open, scale, settings, size};
use hayro::hayro_syntax::page::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wariin_pades::{Change, PageContents, TextCut, TextEdit, intake};
use wariin_ports::{RemovableText, RenderFault, TextRemoval};

/// How far a glyph may move by rounding, in points.
const MOVED: f64 = 0.02;
/// How much a channel of a pixel may differ outside of what was taken out, by rounding.
const ROUNDING: u8 = 8;

/// The PDF without these texts. One that cannot be taken out so that all else stays is left.
pub(crate) fn without_texts(
    pdf: &[u8],
    texts: &[RemovableText],
) -> Result<TextRemoval, RenderFault> {
    let mut pages: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        pages.entry(text.page).or_default().push(index);
    }
    loop {
        let Some(written) = written(pdf, texts, &pages)? else {
            return Ok(TextRemoval { pdf: None, is_gone: vec![false; texts.len()] });
        };
        let wrong = wrong_pages(pdf, &written)?;
        if wrong.is_empty() {
            let gone: BTreeSet<usize> =
                written.pages.values().flat_map(|page| &page.gone).copied().collect();
            let is_gone = (0..texts.len()).map(|index| gone.contains(&index)).collect();
            return Ok(TextRemoval { pdf: Some(written.pdf), is_gone });
        }
        // Every round has a page less.
        pages.retain(|page, _| !wrong.contains(page));
    }
}

struct Written {
    pdf: Vec<u8>,
    /// The pages that were changed.
    pages: BTreeMap<u32, Changed>,
}

struct Changed {
    /// The texts that are gone.
    gone: Vec<usize>,
    before: Traced,
    /// The glyphs that are gone.
    glyphs: BTreeSet<usize>,
}

/// The PDF without the texts that can be found in the contents of their pages; `None` where there is none.
fn written(
    pdf: &[u8],
    texts: &[RemovableText],
    pages: &BTreeMap<u32, Vec<usize>>,
) -> Result<Option<Written>, RenderFault> {
    let drawable = open(pdf.to_vec())?;
    let mut edit = TextEdit::of(pdf.to_vec()).map_err(|_| RenderFault::Undrawable)?;
    let mut changed = BTreeMap::new();
    for (number, wanted) in pages {
        let page = numbered(&drawable, *number)?;
        let index = usize::try_from(*number).unwrap_or(usize::MAX) - 1;
        let Ok(contents) = edit.contents(index) else { continue };
        let before = traced(page, Some(&marked(&contents)), &settings().0)?;
        let lengths: Vec<usize> = contents.shows().map(|(_, length)| length).collect();
        let (mut gone, mut glyphs, mut cuts) = (Vec::new(), BTreeSet::new(), Vec::new());
        for text in wanted {
            let found = glyphs_of(&before, &texts[*text]);
            if let Some(own) = found.as_ref().and_then(|found| cuts_of(&before, found, &lengths)) {
                gone.push(*text);
                glyphs.extend(found.into_iter().flatten());
                cuts.extend(own);
            }
        }
        if !gone.is_empty() && edit.take_out(index, &contents, &cuts).is_ok() {
            changed.insert(*number, Changed { gone, before, glyphs });
        }
    }
    if changed.is_empty() {
        return Ok(None);
    }
    let pdf = edit.write().map_err(|_| RenderFault::Undrawable)?;
    Ok(Some(Written { pdf, pages: changed }))
}

/// The contents with a mark around every operator that shows text.
fn marked(contents: &PageContents) -> Vec<u8> {
    let bytes = contents.bytes();
    let mut out = Vec::with_capacity(bytes.len() + 32 * contents.shows().len());
    let mut from = 0;
    for (number, (range, _)) in contents.shows().enumerate() {
        out.extend_from_slice(&bytes[from..range.start]);
        out.extend_from_slice(format!("\n/{MARK}{number} BMC\n").as_bytes());
        out.extend_from_slice(&bytes[range.clone()]);
        out.extend_from_slice(b"\nEMC\n");
        from = range.end;
    }
    out.extend_from_slice(&bytes[from..]);
    out
}

/// The glyphs of a text; `None` where it does not stand there, or not alone.
fn glyphs_of(page: &Traced, text: &RemovableText) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    let mut said = String::new();
    for (run, part) in &text.parts {
        said.push_str(page.runs.get(*run)?.text.get(part.clone())?);
        for (index, glyph) in page.glyphs.iter().enumerate() {
            let range = &glyph.range;
            if glyph.run != *run || range.end <= part.start || range.start >= part.end {
                continue;
            }
            let is_alone = range.start >= part.start && range.end <= part.end;
            if !is_alone || glyph.is_told_twice {
                return None;
            }
            found.push(index);
        }
    }
    (said == text.text && !found.is_empty()).then_some(found)
}

/// What has to be cut out of the operators; `None` where it is not certain which of their bytes.
fn cuts_of(page: &Traced, glyphs: &[usize], lengths: &[usize]) -> Option<Vec<TextCut>> {
    let mut shows: BTreeMap<usize, Vec<&TracedGlyph>> = BTreeMap::new();
    for index in glyphs {
        let glyph = page.glyphs.get(*index)?;
        shows.entry(glyph.show?).or_default().push(glyph);
    }
    let mut cuts = Vec::new();
    for (show, mut own) in shows {
        let (count, bytes) = (*page.shows.get(&show)?, *lengths.get(show)?);
        let width = bytes.checked_div(count)?;
        if width * count != bytes || !(1..=2).contains(&width) {
            return None;
        }
        own.sort_by_key(|glyph| glyph.index);
        for row in own.chunk_by(|one, other| one.index + 1 == other.index) {
            let (first, last) = (row.first()?.index, row.last()?.index);
            let advance = row.iter().map(|glyph| glyph.advance).sum();
            cuts.push(TextCut { show, bytes: first * width..(last + 1) * width, width, advance });
        }
    }
    Some(cuts)
}

/// The pages on which something else is different; all of them where the PDF itself is no sound one.
fn wrong_pages(before: &[u8], written: &Written) -> Result<BTreeSet<u32>, RenderFault> {
    if !is_sound(written) {
        return Ok(written.pages.keys().copied().collect());
    }
    let (before, after) = (open(before.to_vec())?, open(written.pdf.clone())?);
    let mut wrong = BTreeSet::new();
    for (number, changed) in &written.pages {
        let pages = (numbered(&before, *number)?, numbered(&after, *number)?);
        let now = traced(pages.1, pages.1.page_stream(), &settings().0)?;
        if !says_the_same(changed, &now) || !shows_the_same(changed, pages) {
            wrong.insert(*number);
        }
    }
    Ok(wrong)
}

/// Whether the PDF would be taken as it is.
fn is_sound(written: &Written) -> bool {
    let is_kept = |change: &Change| {
        matches!(change, Change::AttachmentsKept(_) | Change::HiddenLayersKept(_))
    };
    intake(written.pdf.clone())
        .is_ok_and(|taken| taken.repaired.is_none() && taken.changes.iter().all(is_kept))
}

/// Whether all other glyphs are there, at their places.
fn says_the_same(changed: &Changed, now: &Traced) -> bool {
    let before = &changed.before;
    let other = before.glyphs.iter().enumerate().filter(|(at, _)| !changed.glyphs.contains(at));
    let other: Vec<_> = other.map(|(_, glyph)| glyph).filter(|it| !is_blank(before, it)).collect();
    let now_there: Vec<_> = now.glyphs.iter().filter(|it| !is_blank(now, it)).collect();
    other.len() == now_there.len()
        && other.iter().zip(now_there).all(|(one, after)| {
            said(before, one) == said(now, after) && one.start.distance(after.start) < MOVED
        })
}

fn said<'t>(page: &'t Traced, glyph: &TracedGlyph) -> &'t str {
    page.runs.get(glyph.run).and_then(|run| run.text.get(glyph.range.clone())).unwrap_or_default()
}

fn is_blank(page: &Traced, glyph: &TracedGlyph) -> bool {
    said(page, glyph).trim().is_empty()
}

/// Whether all pixels are the same but those of the glyphs that are gone.
fn shows_the_same(changed: &Changed, (before, after): (&Page<'_>, &Page<'_>)) -> bool {
    let scale = f64::from(scale(size(before), WIDTH));
    let spots: Vec<_> = changed
        .glyphs
        .iter()
        .filter_map(|index| spot(&changed.before, changed.before.glyphs.get(*index)?, scale))
        .collect();
    let ((width, one), (other_width, other)) = (drawn(before), drawn(after));
    if width != other_width || one.len() != other.len() {
        return false;
    }
    let mut pairs = one.chunks_exact(4).zip(other.chunks_exact(4)).enumerate();
    pairs.all(|(at, (one, other))| {
        let is_alike = one.iter().zip(other).all(|(a, b)| a.abs_diff(*b) <= ROUNDING);
        let (x, y) = (at % usize::from(width), at / usize::from(width));
        is_alike || spots.iter().any(|(across, down)| across.contains(&x) && down.contains(&y))
    })
}

/// The pixels that a glyph may cover.
fn spot(page: &Traced, glyph: &TracedGlyph, scale: f64) -> Option<(Range<usize>, Range<usize>)> {
    let reach = f64::from(page.runs.get(glyph.run)?.size) * 1.3;
    let pixels = |at: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a negative place becomes 0, and a page has a few thousand pixels"
        )]
        let pixel = |at: f64| (at * scale).max(0.0) as usize;
        pixel(at - reach)..pixel(at + reach) + 1
    };
    Some((pixels(glyph.start.x), pixels(glyph.start.y)))
}
