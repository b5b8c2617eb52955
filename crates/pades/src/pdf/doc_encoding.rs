//! `PDFDocEncoding` (ISO 32000-2, annex D.3).

/// The characters from 0x18 to 0x1f.
const ACCENTS: &str = "˘ˇˆ˙˝˛˚˜";
/// The characters from 0x80 to 0xa0; 0x9f stands for none.
const OTHERS: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™\u{fb01}\u{fb02}ŁŒŠŸŽıłœšž\u{fffd}€";

/// The character of a byte; U+FFFD where there is none.
pub(crate) fn decoded(byte: u8) -> char {
    let other = match byte {
        0x18..=0x1f => ACCENTS.chars().nth(usize::from(byte - 0x18)),
        0x80..=0xa0 => OTHERS.chars().nth(usize::from(byte - 0x80)),
        0x7f | 0xad => Some('\u{fffd}'),
        _ => None,
    };
    other.unwrap_or(char::from(byte))
}

/// Text in this encoding; `None` where a character has no byte.
pub(crate) fn encoded(text: &str) -> Option<Vec<u8>> {
    let byte = |char: char| {
        let is_itself = |byte: &u8| decoded(*byte) == char;
        let same = u8::try_from(u32::from(char)).ok().filter(is_itself);
        same.or_else(|| (0x18..=0xa0).find(is_itself)).filter(|_| char != '\u{fffd}')
    };
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_its_byte_and_others_have_none() {
        let all: Vec<u8> = (0..=255).filter(|byte| ![0x7f, 0x9f, 0xad].contains(byte)).collect();
        let text: String = all.iter().map(|byte| decoded(*byte)).collect();
        assert_eq!(encoded(&text).unwrap(), all);
        assert_eq!(encoded("€‰Žé").unwrap(), [0xa0, 0x8b, 0x99, 0xe9]);
        assert_eq!((encoded("割"), encoded("\u{fffd}"), encoded("\u{7f}")), (None, None, None));
        assert_eq!(decoded(0xad), '\u{fffd}');
    }
}
