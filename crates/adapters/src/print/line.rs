//! One line of text: each character in the first font that has it, placed one after the other.

use super::fonts::{Face, Glyph, Style, glyph};
use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

/// Variation selectors that choose a form of the character before them: U+FE00 to U+FE0F, and those of ideographs.
const SELECTORS: [std::ops::RangeInclusive<char>; 2] =
    ['\u{fe00}'..='\u{fe0f}', '\u{e0100}'..='\u{e01ef}'];

/// A character and its glyph.
#[derive(Clone)]
pub(super) struct Placed {
    /// The character, with a variation selector behind it where there was one.
    pub(super) text: String,
    pub(super) glyph: Glyph,
}

/// No font that is shipped has this character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing(pub(super) String);

/// The characters of a text as glyphs, in order.
///
/// # Errors
/// [`Missing`] names the first character that no font has: nothing else is drawn in its place.
pub(super) fn glyphs(text: &str, style: Style) -> Result<Vec<Placed>, Missing> {
    let mut placed = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_selector = |next: &char| SELECTORS.iter().any(|range| range.contains(next));
        let selector = characters.next_if(is_selector);
        let text: String = [Some(character), selector].into_iter().flatten().collect();
        match glyph(character, selector, style) {
            Some(glyph) => placed.push(Placed { text, glyph }),
            None => return Err(Missing(text)),
        }
    }
    Ok(placed)
}

/// How wide the glyphs are in a line, in parts of the type size.
pub(super) fn width(glyphs: &[Placed]) -> f32 {
    glyphs.iter().map(|placed| placed.glyph.advance).sum()
}

/// Draws the glyphs in one line from this point of the base line on, in the present fill.
pub(super) fn draw(surface: &mut Surface<'_>, at: Point, size: f32, glyphs: &[Placed]) {
    let mut x = at.x;
    for run in glyphs.chunk_by(|one, next| std::ptr::eq(one.glyph.face, next.glyph.face)) {
        let Some(Face { font, .. }) = run.first().map(|first| first.glyph.face) else { continue };
        let mut text = String::new();
        let shaped: Vec<KrillaGlyph> = run
            .iter()
            .map(|Placed { text: part, glyph }| {
                let start = text.len();
                text += part;
                let id = GlyphId::new(glyph.id);
                KrillaGlyph::new(id, glyph.advance, 0.0, 0.0, 0.0, start..text.len(), None)
            })
            .collect();
        surface.draw_glyphs(Point::from_xy(x, at.y), &shaped, font.clone(), &text, size, false);
        x += width(run) * size;
    }
}
