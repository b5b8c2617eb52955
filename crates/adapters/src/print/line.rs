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

/// None of the fonts that are shipped has this character, or the variant of it that the selector asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) character: char,
    pub(super) selector: Option<char>,
    /// Whether a font has the character, though not this variant of it.
    pub(super) is_known_otherwise: bool,
}

/// The characters of a text as glyphs, in order. A mark joins the character before it where both are one
/// character to Unicode; what is invisible is left out.
///
/// # Errors
/// [`Missing`] names the first character or variant that no font has: nothing else is drawn in its place.
pub(super) fn glyphs(text: &str, style: Style) -> Result<Vec<Placed>, Missing> {
    each(text, style).collect()
}

/// The text with something else in the place of what no font has.
pub(super) fn readable(text: &str, style: Style, instead: impl Fn(Missing) -> String) -> String {
    each(text, style).map(|one| one.map_or_else(&instead, |placed| placed.text)).collect()
}

fn each(text: &str, style: Style) -> impl Iterator<Item = Result<Placed, Missing>> {
    let mut characters = text.chars().filter(|one| !is_invisible(*one)).peekable();
    std::iter::from_fn(move || {
        let mut character = characters.next()?;
        if is_mark(character) || is_selector(character) || is_unseen(character) {
            // It would stand beside the character before it or over another one, or change it unseen.
            return Some(Err(Missing { character, selector: None, is_known_otherwise: false }));
        }
        while let Some(mark) = characters.peek().copied().filter(|next| is_mark(*next)) {
            let Some(composed) = compose(character, mark) else { break };
            character = composed;
            characters.next();
        }
        let selector = characters.next_if(|next| is_selector(*next));
        let text: String = [Some(character), selector].into_iter().flatten().collect();
        Some(match glyph(character, selector, style) {
            Some(glyph) => Ok(Placed { text, glyph }),
            None => {
                let is_known_otherwise =
                    selector.is_some() && glyph(character, None, style).is_some();
                Err(Missing { character, selector, is_known_otherwise })
            }
        })
    })
}

/// Whether the character stands over, under or on the one before it.
fn is_mark(character: char) -> bool {
    is_combining_mark(character) && !is_selector(character)
}

/// Whether the character chooses a form of the one before it.
fn is_selector(character: char) -> bool {
    SELECTORS.iter().any(|range| range.contains(&character))
}

/// Characters that only say where lines may break.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Characters of which nothing is seen, and which may change the order or the form of others, though a font may have a
/// glyph for them: joiners, marks and overrides of direction (Unicode, section 23.2), invisible operators.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(character, '\u{2061}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
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
                .into_iter()
                .chain([
                    ("山\u{200d}田", '\u{200d}'),
                    ("\u{200e}", '\u{200e}'),
                    ("a\u{202e}b", '\u{202e}'),
                ])
                .chain([("山\u{fe01}\u{fe00}", '山'), ("q\u{303}\u{fe00}", '\u{303}')])
        {
            let found = read(text).unwrap_err();
            assert_eq!(found.character, missing, "{text}");
        }
    }

    // T-004
    #[test]
    fn what_stands_in_the_place_of_missing_characters_is_printed_whatever_stood_before() {
        for text in [
            "山\u{fe01}\u{fe00}",
            "q\u{303}\u{fe00}",
            "😀\u{fe0e}\u{fe00}",
            "山\u{200d}田",
            "\u{200e}",
        ] {
            let coded = readable(text, Style::Sans, |missing| {
                format!("〔{:x}〕", u32::from(missing.character))
            });
            assert!(read(&coded).is_ok_and(|shown| !shown.is_empty()), "{coded}");
        }
    }

    #[test]
    fn a_variant_that_no_font_has_is_named_with_its_selector() {
        for selector in ['\u{fe00}', '\u{fe0e}', '\u{e01ef}'] {
            let missing =
                Missing { character: '一', selector: Some(selector), is_known_otherwise: true };
            assert_eq!(read(&format!("一一{selector}")), Err(missing));
        }
    }

    #[test]
    fn what_no_font_has_is_replaced_once_wherever_it_stands() {
        let geta = |text: &str| readable(text, Style::Sans, |_| "〓".to_owned());
        assert_eq!(geta("a😀か\u{3099}q\u{303}\u{304}一\u{200b}\u{fe00}"), "a〓がq〓〓〓");
        // A letter that is composed and then in no font; the replacement is not looked at again.
        assert_eq!(geta("g\u{30c}か\u{3099}\u{fe00}〓\u{fe00}"), geta("\u{1e7}〓〓"));
    }
}
