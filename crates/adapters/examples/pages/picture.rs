//! Pictures in grey, and how much two of them differ beyond antialiasing.

use std::io::Cursor;
use wariin_ports::{ImageFormat, PageImage};

/// A picture in grey, row by row.
pub(crate) struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

/// How far two pixels may differ that stand for the same: antialiasing of thin lines and small letters.
const TOLERANCE: i32 = 96;

impl Picture {
    /// A page as the service shows it.
    pub(crate) fn of(image: &PageImage) -> Option<Self> {
        match image.format {
            ImageFormat::Png => {
                let mut decoder = png::Decoder::new(Cursor::new(&image.bytes));
                decoder.set_transformations(png::Transformations::EXPAND);
                let mut reader = decoder.read_info().ok()?;
                let mut pixels = vec![0; reader.output_buffer_size()?];
                let info = reader.next_frame(&mut pixels).ok()?;
                let channels = info.color_type.samples();
                Some(Self::from_channels(info.width, info.height, &pixels, channels))
            }
            ImageFormat::WebP => {
                let mut decoder = image_webp::WebPDecoder::new(Cursor::new(&image.bytes)).ok()?;
                let (width, height) = decoder.dimensions();
                let mut pixels = vec![0; decoder.output_buffer_size()?];
                decoder.read_image(&mut pixels).ok()?;
                let channels = if decoder.has_alpha() { 4 } else { 3 };
                Some(Self::from_channels(width, height, &pixels, channels))
            }
        }
    }

    /// A binary portable pixmap (`P6`), as poppler and `MuPDF` write it.
    pub(crate) fn of_ppm(bytes: &[u8]) -> Option<Self> {
        let mut words = Vec::new();
        let mut at = 0;
        while words.len() < 4 {
            let end = at + bytes.get(at..)?.iter().position(u8::is_ascii_whitespace)?;
            if end > at {
                words.push(std::str::from_utf8(&bytes[at..end]).ok()?);
            }
            at = end + 1;
        }
        let [magic, width, height, _] = words[..] else { return None };
        let (width, height) = (width.parse().ok()?, height.parse().ok()?);
        (magic == "P6").then(|| Self::from_channels(width, height, &bytes[at..], 3))
    }

    fn from_channels(width: u32, height: u32, pixels: &[u8], channels: usize) -> Self {
        let grey = |pixel: &[u8]| match pixel {
            [r, g, b, ..] => {
                let sum = 30 * u32::from(*r) + 59 * u32::from(*g) + 11 * u32::from(*b);
                u8::try_from(sum / 100).unwrap_or(u8::MAX)
            }
            [grey, ..] => *grey,
            [] => 0,
        };
        let grey = pixels.chunks_exact(channels).map(grey).collect();
        let (width, height) = (width as usize, height as usize);
        Self { width, height, grey }
    }

    /// The share of pixels, in millionths, that have no like in the other picture: within one pixel around,
    /// none is nearly as dark or as bright.
    pub(crate) fn differs_from(&self, other: &Self) -> u64 {
        let (width, height) = (self.width.min(other.width), self.height.min(other.height));
        if width == 0 || self.width.abs_diff(other.width) > 2 {
            return 1_000_000;
        }
        let mut different = 0_u64;
        for y in 0..height {
            for x in 0..width {
                let is_alike = self.has_like(other, x, y) && other.has_like(self, x, y);
                different += u64::from(!is_alike);
            }
        }
        different * 1_000_000 / (width * height) as u64
    }

    /// Whether the other picture has a pixel like this one within one pixel around.
    fn has_like(&self, other: &Self, x: usize, y: usize) -> bool {
        let own = i32::from(self.grey[y * self.width + x]);
        let rows = y.saturating_sub(1)..=(y + 1).min(other.height - 1);
        rows.into_iter().any(|y| {
            let columns = x.saturating_sub(1)..=(x + 1).min(other.width - 1);
            columns.into_iter().any(|x| {
                let its = i32::from(other.grey.get(y * other.width + x).copied().unwrap_or(0));
                (own - its).abs() <= TOLERANCE
            })
        })
    }
}
