//! The smaller of two encodings without loss.

use image_webp::{ColorType, WebPEncoder};
use wariin_ports::{ImageFormat, PageImage};

/// An opaque image of RGBA pixels as PNG or WebP, whichever is smaller; `None` when neither can hold it.
pub(super) fn smallest(rgba: &[u8], width: u32, height: u32) -> Option<PageImage> {
    let pixels = Pixels::of(rgba);
    let encoded = [
        png(&pixels, width, height).map(|bytes| PageImage { format: ImageFormat::Png, bytes }),
        webp(&pixels, width, height).map(|bytes| PageImage { format: ImageFormat::WebP, bytes }),
    ];
    encoded.into_iter().flatten().min_by_key(|image| image.bytes.len())
}

/// An image of RGBA pixels as PNG; `None` when it cannot hold it.
pub(super) fn transparent(rgba: &[u8], width: u32, height: u32) -> Option<PageImage> {
    let bytes = png_of(rgba, png::ColorType::Rgba, width, height)?;
    Some(PageImage { format: ImageFormat::Png, bytes })
}

/// Pixels without transparency, and without colour where there is none.
enum Pixels {
    Grey(Vec<u8>),
    Rgb(Vec<u8>),
}

impl Pixels {
    fn of(rgba: &[u8]) -> Self {
        let pixels = rgba.as_chunks::<4>().0;
        if pixels.iter().all(|[r, g, b, _]| r == g && g == b) {
            Self::Grey(pixels.iter().map(|[grey, ..]| *grey).collect())
        } else {
            Self::Rgb(pixels.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect())
        }
    }
}

fn webp(pixels: &Pixels, width: u32, height: u32) -> Option<Vec<u8>> {
    let (data, color) = match pixels {
        Pixels::Grey(data) => (data, ColorType::L8),
        Pixels::Rgb(data) => (data, ColorType::Rgb8),
    };
    let mut bytes = Vec::new();
    WebPEncoder::new(&mut bytes).encode(data, width, height, color).ok()?;
    Some(bytes)
}

fn png(pixels: &Pixels, width: u32, height: u32) -> Option<Vec<u8>> {
    let (data, color) = match pixels {
        Pixels::Grey(data) => (data, png::ColorType::Grayscale),
        Pixels::Rgb(data) => (data, png::ColorType::Rgb),
    };
    png_of(data, color, width, height)
}

fn png_of(data: &[u8], color: png::ColorType, width: u32, height: u32) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
