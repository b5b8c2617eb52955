//! Images of stamps as PNG: read within limits, and written anew from their pixels.

use async_trait::async_trait;
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};
use std::io::Cursor;
use tokio::task::spawn_blocking;
use wariin_ports::{MAX_STAMP_BYTES, MAX_STAMP_SIDE, StampImages, StampRefusal};

/// What the decoder may allocate: the greatest image in RGBA of 16 bits, twice.
const MEMORY: usize = 2 * 8 * (MAX_STAMP_SIDE as usize) * (MAX_STAMP_SIDE as usize);

/// Reads and writes PNG images on the blocking pool.
#[derive(Clone, Copy, Debug, Default)]
pub struct PngStamps;

#[async_trait]
impl StampImages for PngStamps {
    async fn take_in(&self, png: Vec<u8>) -> Result<Vec<u8>, StampRefusal> {
        let taken = spawn_blocking(move || Pixels::read(&png).and_then(|pixels| pixels.write()));
        taken.await.unwrap_or(Err(StampRefusal::NotPng))
    }
}

/// An image in RGBA of 8 bits.
pub(crate) struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgba: Vec<u8>,
}

impl Pixels {
    pub(crate) fn read(png: &[u8]) -> Result<Self, StampRefusal> {
        if png.len() as u64 > MAX_STAMP_BYTES {
            return Err(StampRefusal::TooLarge);
        }
        let mut decoder = Decoder::new_with_limits(Cursor::new(png), Limits { bytes: MEMORY });
        decoder
            .set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
        let header = decoder.read_header_info().map_err(|_| StampRefusal::NotPng)?;
        let (width, height) = (header.width, header.height);
        if width > MAX_STAMP_SIDE || height > MAX_STAMP_SIDE {
            return Err(StampRefusal::TooLarge);
        }
        let mut reader = decoder.read_info().map_err(|_| StampRefusal::NotPng)?;
        let size = reader.output_buffer_size().ok_or(StampRefusal::TooLarge)?;
        let mut data = vec![0; size];
        let frame = reader.next_frame(&mut data).map_err(|_| StampRefusal::NotPng)?;
        data.truncate(frame.buffer_size());
        let rgba: Vec<u8> = match frame.color_type {
            ColorType::Rgba => data,
            ColorType::GrayscaleAlpha => data
                .as_chunks::<2>()
                .0
                .iter()
                .flat_map(|[grey, a]| [*grey, *grey, *grey, *a])
                .collect(),
            ColorType::Rgb | ColorType::Grayscale | ColorType::Indexed => {
                return Err(StampRefusal::NotPng);
            }
        };
        if rgba.as_chunks::<4>().0.iter().all(|[.., alpha]| *alpha == 0) {
            return Err(StampRefusal::Empty);
        }
        Ok(Self { width, height, rgba })
    }

    pub(crate) fn write(&self) -> Result<Vec<u8>, StampRefusal> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&self.rgba)?;
            writer.finish()
        });
        written.map(|()| bytes).map_err(|_| StampRefusal::NotPng)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(color: ColorType, side: u32, data: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, side, side);
        encoder.set_color(color);
        encoder.set_depth(BitDepth::Eight);
        encoder.add_text_chunk("Comment".into(), "a secret of the uploader".into()).unwrap();
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(data).unwrap();
        writer.finish().unwrap();
        bytes
    }

    async fn taken(png: Vec<u8>) -> Result<Vec<u8>, StampRefusal> {
        PngStamps.take_in(png).await
    }

    // O-32
    #[tokio::test]
    async fn an_image_is_kept_as_its_pixels_only_whatever_its_colours_are_made_of() {
        let red = [200, 16, 46];
        for (color, pixel, expected) in [
            (ColorType::Rgb, &red[..], [200, 16, 46, 255]),
            (ColorType::Rgba, &[200, 16, 46, 128], [200, 16, 46, 128]),
            (ColorType::Grayscale, &[7], [7, 7, 7, 255]),
            (ColorType::GrayscaleAlpha, &[7, 9], [7, 7, 7, 9]),
        ] {
            let kept = taken(encoded(color, 3, &pixel.repeat(9))).await.unwrap();
            assert_eq!(Pixels::read(&kept).unwrap().rgba, expected.repeat(9));
            assert!(!kept.windows(6).any(|window| window == b"secret"));
            assert_eq!(taken(kept.clone()).await.unwrap(), kept, "once more changes nothing");
        }
    }

    // O-32
    #[tokio::test]
    async fn what_is_no_png_too_large_or_cannot_be_seen_is_refused() {
        let fine = encoded(ColorType::Grayscale, 4, &[0; 16]);
        assert_eq!(taken(fine[..fine.len() / 2].to_vec()).await, Err(StampRefusal::NotPng));
        for other in [&b"GIF89a"[..], b"", b"<svg/>", b"\xff\xd8\xff\xe0"] {
            assert_eq!(taken(other.to_vec()).await, Err(StampRefusal::NotPng));
        }
        assert_eq!(taken(vec![0; 1_000_001]).await, Err(StampRefusal::TooLarge));
        let wide = encoded(ColorType::Grayscale, 2_001, &vec![0; 2_001 * 2_001]);
        assert_eq!(taken(wide).await, Err(StampRefusal::TooLarge));
        let greatest = encoded(ColorType::Grayscale, 2_000, &vec![0; 4_000_000]);
        assert!(taken(greatest).await.is_ok());
        let unseen = encoded(ColorType::Rgba, 2, &[9, 9, 9, 0].repeat(4));
        assert_eq!(taken(unseen).await, Err(StampRefusal::Empty));
    }
}
