//! One line of text: each character in the first font that has it, placed one after the other.

use super::fonts::{Face, Glyph, Style, glyph};
use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use std::ops::RangeInclusive;
use unicode_normalization::char::{compose, is_combining_mark};

/// Variation selectors, which choose a form of the character before them (Unicode, section 23.4).
const SELECTORS: [RangeInclusive<char>; 2] = ['\u{fe00}'..='\u{fe0e}', '\u{e0100}'..='\u{e01ef}'];

/// A character and its glyph.
#[derive(Clone)]
pub(super) struct Placed {
    /// The character, with a variation selector behind it where there was one.
    pub(super) text: String,
    pub(super) glyph: Glyph,
}

/// None of the fonts that are shipped has this character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Missing(pub(super) char);

/// The characters of a text as glyphs, in order. A mark joins the character before it where both are one
/// character to Unicode; what is invisible is left out.
///
/// # Errors
/// [`Missing`] names the first character that no font has: nothing else is drawn in its place.
pub(super) fn glyphs(text: &str, style: Style) -> Result<Vec<Placed>, Missing> {
    let mut placed: Vec<Placed> = Vec::new();
    let mut characters = text.chars().filter(|one| !is_invisible(*one)).peekable();
    while let Some(mut character) = characters.next() {
        let is_mark = |next: &char| is_combining_mark(*next) && !is_selector(*next);
        while let Some(mark) = characters.next_if(is_mark) {
            // It would stand beside the character, or over another one.
            character = compose(character, mark).ok_or(Missing(mark))?;
        }
        let selector = characters.next_if(|next| is_selector(*next));
        let text: String = [Some(character), selector].into_iter().flatten().collect();
        let glyph = glyph(character, selector, style).ok_or(Missing(character))?;
        placed.push(Placed { text, glyph });
    }
    Ok(placed)
}

/// Whether the character chooses a form of the one before it.
pub(super) fn is_selector(character: char) -> bool {
    SELECTORS.iter().any(|range| range.contains(&character))
}

/// Characters that only say where lines may break.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, Missing> {
        Ok(glyphs(text, Style::Sans)?.into_iter().map(|placed| placed.text).collect())
    }

    #[test]
    fn rare_characters_variants_and_separate_marks_are_found() {
        assert_eq!(read("𠮷髙").unwrap(), ["𠮷", "髙"]);
        assert_eq!(read("か\u{3099}ハ\u{309a}").unwrap(), ["が", "パ"]);
        assert_eq!(read("葛\u{e0100}").unwrap(), ["葛\u{e0100}"]);
        assert_eq!(read("A\u{200b}B\u{feff}").unwrap(), ["A", "B"]);
        // Compatibility ideographs stay the ones that were typed.
        assert_eq!(read("神\u{fa11}").unwrap(), ["神", "\u{fa11}"]);
    }

    #[test]
    fn a_character_that_no_font_has_is_named() {
        for (text, missing) in
            [("a😀", '😀'), ("กข", 'ก'), ("q\u{303}", '\u{303}'), ("\u{e000}", '\u{e000}')]
        {
            assert_eq!(read(text), Err(Missing(missing)), "{text}");
        }
    }
}
