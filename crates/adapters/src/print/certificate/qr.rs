//! A QR code (ISO/IEC 18004) as squares.

use krilla::geom::Rect;
use qrcode::{Color, EcLevel, QrCode};

/// A code, worked out once.
#[derive(Debug)]
pub(super) struct Code {
    colours: Vec<Color>,
    /// How many squares it has a side.
    count: usize,
}

impl Code {
    /// The code with this text; empty for a text that is too long for a code.
    pub(super) fn of(text: &str) -> Self {
        match QrCode::with_error_correction_level(text, EcLevel::M) {
            Ok(code) => Self { count: code.width(), colours: code.to_colors() },
            Err(_) => Self { count: 0, colours: Vec::new() },
        }
    }

    /// Its dark squares in a square of this side, whose upper left corner is here.
    pub(super) fn squares(&self, (x, y): (f32, f32), side: f32) -> Vec<Rect> {
        let count = self.count;
        #[expect(clippy::cast_precision_loss, reason = "a code has 177 squares a side at most")]
        let (unit, place) = (side / count as f32, |number: usize| number as f32);
        let dark = self.colours.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark);
        let square = |number: usize| {
            let (left, top) = (place(number % count) * unit, place(number / count) * unit);
            Rect::from_xywh(x + left, y + top, unit, unit)
        };
        dark.filter_map(|(number, _)| square(number)).collect()
    }
}
