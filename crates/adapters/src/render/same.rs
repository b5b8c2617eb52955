//! Whether an upload and what it became look the same: nothing may vanish on the way.

use super::{scale, settings, size};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use std::sync::Arc;

/// How wide pages are drawn for the comparison, in pixels: lines of text are told apart.
pub(super) const WIDTH: u32 = 480;
/// How much a channel of a pixel may differ by rounding.
const ROUNDING: u8 = 48;
/// How many of a million pixels may differ more than that: edges that two ways of painting smooth differently.
const DIFFERENT: usize = 300;

/// Whether every page looks the same before and after, as long as `goes_on` says so. An upload that the renderer
/// does not open cannot be compared, and is as good as its objects.
pub(crate) fn looks_same(
    (before, password): (Arc<Vec<u8>>, &str),
    after: Vec<u8>,
    mut goes_on: impl FnMut() -> bool,
) -> bool {
    let Ok(before) = Pdf::new_with_password(before, password) else {
        return true;
    };
    let Ok(after) = Pdf::new(after) else {
        return false;
    };
    let pages = before.pages().len();
    pages == after.pages().len()
        && before
            .pages()
            .iter()
            .zip(after.pages().iter())
            .take_while(|_| goes_on())
            .all(|(before, after)| is_alike(&drawn(before), &drawn(after)))
}

/// A page as pixels: how many a row has, and their four channels.
pub(super) fn drawn(page: &Page<'_>) -> (u16, Vec<u8>) {
    drawn_by(page, settings().0)
}

/// The same, by an interpreter with these settings.
pub(super) fn drawn_by(page: &Page<'_>, settings: InterpreterSettings) -> (u16, Vec<u8>) {
    let scale = scale(size(page), WIDTH);
    let settled = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixels = render(page, &RenderCache::new(), &settings, &RenderSettings::default(), &settled);
    (pixels.width(), pixels.data_as_u8_slice().to_vec())
}

fn is_alike(before: &(u16, Vec<u8>), after: &(u16, Vec<u8>)) -> bool {
    if before.0 != after.0 || before.1.len() != after.1.len() {
        return false;
    }
    let pairs = before.1.chunks_exact(4).zip(after.1.chunks_exact(4));
    let differs = |(a, b): &(&[u8], &[u8])| {
        a.iter().zip(*b).any(|(one, other)| one.abs_diff(*other) > ROUNDING)
    };
    let different = pairs.filter(differs).count();
    different * 1_000_000 <= DIFFERENT * (before.1.len() / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

    fn same(after: &[u8]) -> bool {
        looks_same((Arc::new(CONTRACT.to_vec()), ""), after.to_vec(), || true)
    }

    // DO-03
    #[test]
    fn a_page_from_which_something_vanished_does_not_look_the_same() {
        assert!(same(CONTRACT));
        let contents = b"/Contents 107 0 R";
        let at = CONTRACT.windows(contents.len()).position(|w| w == contents).unwrap();
        let mut emptied = CONTRACT.to_vec();
        emptied[at..at + 9].copy_from_slice(b"/Nothing1");
        assert!(!same(&emptied));
        assert!(!same(b"no PDF"));
    }

    #[test]
    fn what_the_renderer_does_not_open_and_what_time_does_not_allow_is_not_compared() {
        let contract = || Arc::new(CONTRACT.to_vec());
        assert!(looks_same((Arc::new(b"no PDF".to_vec()), ""), CONTRACT.to_vec(), || true));
        assert!(!looks_same((contract(), ""), Vec::new(), || false));
    }
}
