//! A QR code (ISO/IEC 18004) as squares.

use krilla::geom::Rect;
use qrcode::{Color, EcLevel, QrCode};

/// The dark squares of the code with this text, in a square of this side whose upper left corner is here; nothing for
/// a text that is too long for a code.
pub(super) fn squares(text: &str, (x, y): (f32, f32), side: f32) -> Vec<Rect> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return Vec::new();
    };
    let count = code.width();
    #[expect(clippy::cast_precision_loss, reason = "a code has 177 squares a side at most")]
    let (unit, place) = (side / count as f32, |number: usize| number as f32);
    let dark =
        code.to_colors().into_iter().enumerate().filter(|(_, colour)| *colour == Color::Dark);
    let square = |number: usize| {
        let (left, top) = (place(number % count) * unit, place(number / count) * unit);
        Rect::from_xywh(x + left, y + top, unit, unit)
    };
    dark.filter_map(|(number, _)| square(number)).collect()
}
