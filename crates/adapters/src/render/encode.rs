//! Pages as images without loss: PNG, or WebP where that is smaller.

use image_webp::{ColorType, WebPEncoder};
use std::collections::HashMap;
use wariin_ports::{ImageFormat, PageImage};

/// The level of zlib: 1.5 % larger than level 6 for pages of text, in half the time.
const LEVEL: u8 = 4;
/// How many colours a palette has at most.
const PALETTE: usize = 256;

/// An opaque image of RGBA pixels; `None` when no format can hold it. Pages of text have few colours, and as PNG a
/// quarter fewer bytes than as WebP; only of others are both made, and the smaller one is kept.
pub(super) fn smallest(rgba: &[u8], width: u32, height: u32) -> Option<PageImage> {
    let pixels = Pixels::of(rgba);
    let png = png(&pixels, width, height);
    let png = png.map(|bytes| PageImage { format: ImageFormat::Png, bytes });
    let Pixels::Rgb(data) = &pixels else { return png };
    let webp = webp(data, width, height);
    let webp = webp.map(|bytes| PageImage { format: ImageFormat::WebP, bytes });
    [png, webp].into_iter().flatten().min_by_key(|image| image.bytes.len())
}

/// An image of RGBA pixels as PNG; `None` when it cannot hold it.
pub(super) fn transparent(rgba: &[u8], width: u32, height: u32) -> Option<PageImage> {
    let bytes = png_of(rgba, (png::ColorType::Rgba, None), width, height)?;
    Some(PageImage { format: ImageFormat::Png, bytes })
}

/// Pixels without transparency, in the fewest bytes each.
enum Pixels {
    Grey(Vec<u8>),
    /// The colours, three bytes each, and which of them each pixel has.
    Few {
        palette: Vec<u8>,
        indices: Vec<u8>,
    },
    Rgb(Vec<u8>),
}

impl Pixels {
    fn of(rgba: &[u8]) -> Self {
        let pixels = rgba.as_chunks::<4>().0;
        if pixels.iter().all(|[r, g, b, _]| r == g && g == b) {
            return Self::Grey(pixels.iter().map(|[grey, ..]| *grey).collect());
        }
        few(pixels).unwrap_or_else(|| {
            Self::Rgb(pixels.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect())
        })
    }
}

/// The pixels with a palette, unless they have more colours than one holds.
fn few(pixels: &[[u8; 4]]) -> Option<Pixels> {
    let (mut palette, mut indices) = (Vec::new(), Vec::with_capacity(pixels.len()));
    let mut known: HashMap<[u8; 3], u8> = HashMap::with_capacity(PALETTE);
    // Most pixels have the colour of the one before.
    let mut last: Option<([u8; 3], u8)> = None;
    for &[r, g, b, _] in pixels {
        let colour = [r, g, b];
        let index = match last.filter(|(before, _)| *before == colour) {
            Some((_, index)) => index,
            None => match known.get(&colour) {
                Some(index) => *index,
                None => {
                    let index = u8::try_from(known.len()).ok()?;
                    known.insert(colour, index);
                    palette.extend(colour);
                    index
                }
            },
        };
        last = Some((colour, index));
        indices.push(index);
    }
    Some(Pixels::Few { palette, indices })
}

fn webp(rgb: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    WebPEncoder::new(&mut bytes).encode(rgb, width, height, ColorType::Rgb8).ok()?;
    Some(bytes)
}

fn png(pixels: &Pixels, width: u32, height: u32) -> Option<Vec<u8>> {
    match pixels {
        Pixels::Grey(data) => png_of(data, (png::ColorType::Grayscale, None), width, height),
        Pixels::Few { palette, indices } => {
            png_of(indices, (png::ColorType::Indexed, Some(palette)), width, height)
        }
        Pixels::Rgb(data) => png_of(data, (png::ColorType::Rgb, None), width, height),
    }
}

fn png_of(
    data: &[u8],
    (color, palette): (png::ColorType, Option<&[u8]>),
    width: u32,
    height: u32,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    if let Some(palette) = palette {
        encoder.set_palette(palette);
    }
    encoder.set_deflate_compression(png::DeflateCompression::Level(LEVEL));
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of opaque pixels of these colours, encoded and decoded again.
    fn shown_again(colours: &[[u8; 3]]) -> (ImageFormat, Vec<[u8; 3]>) {
        let rgba: Vec<u8> = colours.iter().flat_map(|[r, g, b]| [*r, *g, *b, 255]).collect();
        let image = smallest(&rgba, u32::try_from(colours.len()).unwrap(), 1).unwrap();
        let data = match image.format {
            ImageFormat::Png => {
                let mut decoder = png::Decoder::new(std::io::Cursor::new(&image.bytes));
                decoder.set_transformations(png::Transformations::EXPAND);
                let mut reader = decoder.read_info().unwrap();
                let mut data = vec![0; reader.output_buffer_size().unwrap()];
                let info = reader.next_frame(&mut data).unwrap();
                match info.color_type {
                    png::ColorType::Grayscale => data.iter().flat_map(|grey| [*grey; 3]).collect(),
                    _ => data,
                }
            }
            ImageFormat::WebP => {
                let mut decoder =
                    image_webp::WebPDecoder::new(std::io::Cursor::new(&image.bytes)).unwrap();
                let mut data = vec![0; decoder.output_buffer_size().unwrap()];
                decoder.read_image(&mut data).unwrap();
                data
            }
        };
        (image.format, data.as_chunks::<3>().0.to_vec())
    }

    #[test]
    fn every_pixel_keeps_its_colour_however_many_there_are() {
        let grey = (0..=255).map(|one| [one; 3]).collect();
        let byte = |number: usize| u8::try_from(number % 256).unwrap();
        let coloured = |count: usize| {
            (0..4_000).map(|at| [byte(at % count), byte(at % count / 256), 7]).collect::<Vec<_>>()
        };
        let cases: [(Vec<[u8; 3]>, bool); 4] =
            [(grey, true), (coloured(2), true), (coloured(256), true), (coloured(257), false)];
        for (colours, is_png) in cases {
            let (format, again) = shown_again(&colours);
            assert_eq!(again, colours);
            assert!(!is_png || format == ImageFormat::Png);
        }
    }
}
