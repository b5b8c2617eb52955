//! Operators that show text in content streams (ISO 32000-2, section 9.4.3), and their strings in parts.

use super::content::picture;
use super::lexer::Lexer;
use super::raw::items;
use super::string::string;
use crate::TextCut;
use std::fmt::Write as _;
use std::ops::Range;

/// One of `Tj`, `TJ`, `'` and `"`, with its operands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Show {
    /// Where it stands in the contents, from its first operand on.
    pub(crate) range: Range<usize>,
    /// What comes before the text: moving to the next line, and setting spaces.
    before: String,
    pieces: Vec<Piece>,
    spacing: Spacing,
}

/// A part of the array of `TJ`.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Text(Vec<u8>),
    /// As it was written.
    Number(Vec<u8>),
}

/// The part of the text state (ISO 32000-2, section 9.3) that says how far a character moves on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Spacing {
    /// `Tf`
    size: f64,
    /// `Tc`
    characters: f64,
    /// `Tw`
    words: f64,
}

impl Show {
    /// All of them in order; `None` where the contents do not end properly.
    pub(crate) fn all(contents: &[u8]) -> Option<Vec<Self>> {
        let mut lexer = Lexer { bytes: contents, at: 0 };
        let (mut shows, mut operands) = (Vec::new(), Vec::<Range<usize>>::new());
        let (mut spacing, mut saved) = (Spacing::default(), Vec::new());
        loop {
            lexer.blank();
            if lexer.at >= contents.len() {
                return Some(shows);
            }
            let value = lexer.value()?;
            let token = &contents[value.clone()];
            if !is_operator(token) {
                operands.push(value);
                continue;
            }
            let number = |from_end: usize| {
                let at = operands.len().checked_sub(from_end)?;
                std::str::from_utf8(&contents[operands[at].clone()]).ok()?.parse::<f64>().ok()
            };
            match token {
                b"q" => saved.push(spacing),
                b"Q" => spacing = saved.pop().unwrap_or(spacing),
                b"Tf" => spacing.size = number(1).unwrap_or_default(),
                b"Tc" => spacing.characters = number(1).unwrap_or_default(),
                b"Tw" => spacing.words = number(1).unwrap_or_default(),
                b"BI" => picture(&mut lexer)?,
                b"Tj" | b"TJ" | b"'" | b"\"" => {
                    if token == b"\"" {
                        spacing.words = number(3).unwrap_or_default();
                        spacing.characters = number(2).unwrap_or_default();
                    }
                    shows.extend(Self::read(contents, (&operands, value.end), token, spacing));
                }
                _ => {}
            }
            operands.clear();
        }
    }

    /// `None` where the operands are not those of the operator; nothing is shown then.
    fn read(
        contents: &[u8],
        (operands, end): (&[Range<usize>], usize),
        operator: &[u8],
        spacing: Spacing,
    ) -> Option<Self> {
        let count = if operator == b"\"" { 3 } else { 1 };
        let operands = &operands[operands.len().checked_sub(count)?..];
        let last = &contents[operands.last()?.clone()];
        let pieces = if operator == b"TJ" {
            let piece = |item: &[u8]| match item.first() {
                Some(b'(' | b'<') => string(item).map(Piece::Text),
                _ => Some(Piece::Number(item.to_vec())),
            };
            items(last)?.into_iter().map(piece).collect::<Option<_>>()?
        } else {
            vec![Piece::Text(string(last)?)]
        };
        let before = match operator {
            b"'" => "T* ".to_owned(),
            b"\"" => format!("{} Tw {} Tc T* ", spacing.words, spacing.characters),
            _ => String::new(),
        };
        Some(Self { range: operands[0].start..end, before, pieces, spacing })
    }

    /// How many bytes the strings have together.
    pub(crate) fn length(&self) -> usize {
        self.pieces.iter().map(Piece::length).sum()
    }

    /// The same without these parts; `None` where the distance of one is not known.
    fn without(&self, cuts: &[&TextCut]) -> Option<String> {
        let mut array = String::new();
        let mut at = 0;
        for piece in &self.pieces {
            let text = match piece {
                Piece::Number(number) => {
                    write!(array, " {}", std::str::from_utf8(number).ok()?).ok()?;
                    continue;
                }
                Piece::Text(text) => text,
            };
            let end = at + text.len();
            let mut from = at;
            for cut in cuts.iter().filter(|cut| cut.bytes.start < end && cut.bytes.end > at) {
                // Where it began in an earlier string, the distance stands there already.
                if cut.bytes.start >= at {
                    push_text(&mut array, text.get(from - at..cut.bytes.start - at)?)?;
                    let back = (-self.distance(cut)? * 1000.0).round() / 1000.0;
                    write!(array, " {back}").ok()?;
                }
                from = cut.bytes.end.min(end);
            }
            push_text(&mut array, text.get(from - at..)?)?;
            at = end;
        }
        Some(format!("{}[{}] TJ", self.before, array.trim_start()))
    }

    /// How far the part moves on, in thousandths of the size of the font.
    fn distance(&self, cut: &TextCut) -> Option<f64> {
        let Spacing { size, characters, words } = self.spacing;
        let count = cut.bytes.len().checked_div(cut.width)?;
        let blanks = if cut.width == 1 { self.blanks(&cut.bytes) } else { 0 };
        #[expect(clippy::cast_precision_loss, reason = "a string has a few thousand bytes")]
        let spaces = count as f64 * characters + blanks as f64 * words;
        if spaces == 0.0 {
            return Some(cut.advance);
        }
        (size != 0.0).then(|| cut.advance + spaces * 1000.0 / size)
    }

    /// How many of these bytes are those of a blank, to which the space between words is added.
    fn blanks(&self, part: &Range<usize>) -> usize {
        let texts = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            Piece::Number(_) => None,
        });
        let bytes = texts.flatten().skip(part.start).take(part.len());
        bytes.filter(|byte| **byte == b' ').count()
    }
}

impl Piece {
    fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Number(_) => 0,
        }
    }
}

/// The contents without these parts of the text that they show; `None` where the distance of one is not known.
pub(crate) fn without(contents: &[u8], shows: &[Show], cuts: &[TextCut]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(contents.len());
    let mut from = 0;
    for (index, show) in shows.iter().enumerate() {
        let mut own: Vec<_> = cuts.iter().filter(|cut| cut.show == index).collect();
        if own.is_empty() {
            continue;
        }
        own.sort_by_key(|cut| cut.bytes.start);
        out.extend_from_slice(contents.get(from..show.range.start)?);
        out.extend_from_slice(show.without(&own)?.as_bytes());
        from = show.range.end;
    }
    out.extend_from_slice(contents.get(from..)?);
    Some(out)
}

/// Whether a token is an operator: neither a number nor a name, a string, an array or a dictionary, nor a word
/// that is a value.
fn is_operator(token: &[u8]) -> bool {
    let is_word = |first: &u8| first.is_ascii_alphabetic() || matches!(first, b'\'' | b'"');
    token.first().is_some_and(is_word) && !matches!(token, b"true" | b"false" | b"null")
}

fn push_text(array: &mut String, text: &[u8]) -> Option<()> {
    if text.is_empty() {
        return Some(());
    }
    array.push_str(" <");
    for byte in text {
        write!(array, "{byte:02X}").ok()?;
    }
    array.push('>');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(show: usize, bytes: Range<usize>, width: usize, advance: f64) -> TextCut {
        TextCut { show, bytes, width, advance }
    }

    fn after(contents: &[u8], cuts: &[TextCut]) -> String {
        let shows = Show::all(contents).unwrap();
        String::from_utf8(without(contents, &shows, cuts).unwrap()).unwrap()
    }

    #[test]
    fn a_part_of_a_text_becomes_a_number_of_the_same_distance() {
        let contents = b"BT /F 10 Tf (a{{x}}b) Tj (c) Tj ET";
        let expected = "BT /F 10 Tf [<61> -2500 <62>] TJ (c) Tj ET";
        assert_eq!(after(contents, &[cut(0, 1..6, 1, 2500.0)]), expected);
    }

    #[test]
    fn a_part_that_spans_strings_keeps_the_numbers_between_them() {
        let contents = b"BT [(a{{) -20 (x) 3.5<7D7D>(b)] TJ ET";
        let expected = "BT [<61> -2500 -20 3.5 <62>] TJ ET";
        assert_eq!(after(contents, &[cut(0, 1..6, 1, 2500.0)]), expected);
    }

    #[test]
    fn spaces_between_characters_and_words_are_part_of_the_distance() {
        let contents = b"q 1 Tc 2 Tw /F 10 Tf Q /F 20 Tf 2 Tc 4 Tw (a b) Tj";
        let expected = "q 1 Tc 2 Tw /F 10 Tf Q /F 20 Tf 2 Tc 4 Tw [-2000] TJ";
        // 3 characters of 500, 2 / 20 each, and 4 / 20 for the blank.
        assert_eq!(after(contents, &[cut(0, 0..3, 1, 1500.0)]), expected);
        let unsized_text = b"2 Tc (a) Tj";
        let shows = Show::all(unsized_text).unwrap();
        assert_eq!(without(unsized_text, &shows, &[cut(0, 0..1, 1, 500.0)]), None);
    }

    #[test]
    fn what_the_short_operators_do_besides_is_still_done() {
        assert_eq!(after(b"(a) '", &[cut(0, 0..1, 1, 500.0)]), "T* [-500] TJ");
        let expected = "3 Tw 0 Tc T* [<61> -500] TJ";
        assert_eq!(after(b"3 0 (ab) \"", &[cut(0, 1..2, 1, 500.0)]), expected);
    }

    #[test]
    fn only_operators_outside_of_pictures_and_comments_show_text() {
        let contents = b"% (a) Tj\nBI /W 1 ID (b) Tj EI (c) Tj";
        let shows = Show::all(contents).unwrap();
        assert_eq!(shows.len(), 1);
        assert_eq!(&contents[shows[0].range.clone()], b"(c) Tj");
        assert_eq!(Show::all(b"(a Tj"), None);
    }
}
