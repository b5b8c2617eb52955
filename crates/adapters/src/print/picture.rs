//! An organisation's stamp image.

use super::sheet::{Size, Transparency};
use krilla::geom::{Size as Extent, Transform};
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use krilla::surface::Surface;
use std::io::Cursor;
use std::sync::Arc;
use wariin_ports::PrintFault;

/// How many pixels wide or high an image is at most.
const MAX_SIDE: u32 = 2_000;

/// An image in an area.
pub(super) struct Picture {
    /// Pixels as red, green, blue and opacity.
    rgba: Vec<u8>,
    pixels: (u32, u32),
    image: Image,
    /// Its upper left corner, and its width and height, in points.
    at: Size,
    extent: Size,
}

impl Picture {
    /// The image in the middle of the area, as large as fits.
    ///
    /// # Errors
    /// [`PrintFault::Image`] when it is no PNG, or larger than [`MAX_SIDE`].
    pub(super) fn read(png: &[u8], (width, height): Size) -> Result<Self, PrintFault> {
        let (rgba, pixels) = decoded(png).ok_or(PrintFault::Image)?;
        #[expect(clippy::cast_precision_loss, reason = "sides are 2,000 pixels at most")]
        let (wide, high) = (pixels.0 as f32, pixels.1 as f32);
        let scale = (width / wide).min(height / high);
        let extent = (wide * scale, high * scale);
        let at = ((width - extent.0) / 2.0, (height - extent.1) / 2.0);
        let image = image(&rgba, pixels)?;
        Ok(Self { rgba, pixels, image, at, extent })
    }

    pub(super) fn draw(&self, surface: &mut Surface<'_>) {
        if let Some(extent) = Extent::from_wh(self.extent.0, self.extent.1) {
            surface.push_transform(&Transform::from_translate(self.at.0, self.at.1));
            surface.draw_image(self.image.clone(), extent);
            surface.pop();
        }
    }

    pub(super) fn transparency(&self) -> Transparency {
        if is_opaque(&self.rgba) { Transparency::None } else { Transparency::Used }
    }

    /// The same image on white paper.
    ///
    /// # Errors
    /// [`PrintFault::Image`].
    pub(super) fn on_white(mut self) -> Result<Self, PrintFault> {
        for pixel in self.rgba.as_chunks_mut::<4>().0 {
            let alpha = u16::from(pixel[3]);
            for part in &mut pixel[..3] {
                let mixed = (u16::from(*part) * alpha + 255 * (255 - alpha) + 127) / 255;
                *part = u8::try_from(mixed).unwrap_or(u8::MAX);
            }
            pixel[3] = 255;
        }
        let image = image(&self.rgba, self.pixels)?;
        Ok(Self { image, ..self })
    }
}

fn is_opaque(rgba: &[u8]) -> bool {
    rgba.as_chunks::<4>().0.iter().all(|[.., alpha]| *alpha == 255)
}

/// The image, without opacities where all of it is opaque.
fn image(rgba: &[u8], pixels: (u32, u32)) -> Result<Image, PrintFault> {
    if !is_opaque(rgba) {
        return Ok(Image::from_rgba8(rgba.to_vec(), pixels.0, pixels.1));
    }
    let colours = rgba.as_chunks::<4>().0.iter();
    let rgb = colours.flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect();
    let opaque = Opaque { rgb: Arc::new(rgb), pixels };
    Image::from_custom(opaque, false).map_err(|_| PrintFault::Image)
}

/// Pixels as red, green and blue.
#[derive(Clone, Hash)]
struct Opaque {
    rgb: Arc<Vec<u8>>,
    pixels: (u32, u32),
}

impl CustomImage for Opaque {
    fn color_channel(&self) -> &[u8] {
        &self.rgb
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        self.pixels
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Rgb
    }
}

/// The pixels of a PNG.
fn decoded(bytes: &[u8]) -> Option<(Vec<u8>, (u32, u32))> {
    let limits = png::Limits { bytes: 64 * 1024 * 1024 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::ALPHA | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    if width.max(height) > MAX_SIDE {
        return None;
    }
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut pixels).ok()?;
    pixels.truncate(info.buffer_size());
    let rgba = match info.color_type {
        png::ColorType::Rgba => pixels,
        png::ColorType::GrayscaleAlpha => {
            let both = pixels.as_chunks::<2>().0;
            both.iter().flat_map(|[grey, alpha]| [*grey, *grey, *grey, *alpha]).collect()
        }
        png::ColorType::Rgb | png::ColorType::Grayscale | png::ColorType::Indexed => return None,
    };
    Some((rgba, (width, height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(color: png::ColorType, data: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        encoder.write_header().unwrap().write_image_data(data).unwrap();
        bytes
    }

    #[test]
    fn an_image_is_as_large_as_fits_and_on_white_where_nothing_may_be_transparent() {
        let red = png(png::ColorType::Rgba, &[200, 0, 0, 128, 200, 0, 0, 0], (2, 1));
        let picture = Picture::read(&red, (40.0, 60.0)).unwrap();
        assert_eq!((picture.at, picture.extent), ((0.0, 20.0), (40.0, 20.0)));
        assert_eq!(picture.transparency(), Transparency::Used);
        let flat = picture.on_white().unwrap();
        assert_eq!(flat.rgba, [227, 127, 127, 255, 255, 255, 255, 255]);
        assert_eq!(flat.transparency(), Transparency::None);
        let grey = png(png::ColorType::Grayscale, &[7], (1, 1));
        assert_eq!(Picture::read(&grey, (1.0, 1.0)).unwrap().rgba, [7, 7, 7, 255]);
    }

    #[test]
    fn what_is_no_image_or_too_large_is_refused() {
        let wide = png(png::ColorType::Grayscale, &[0; 2_001], (2_001, 1));
        for bytes in [&b""[..], b"\x89PNG\r\n\x1a\n", &wide] {
            assert_eq!(Picture::read(bytes, (1.0, 1.0)).err(), Some(PrintFault::Image));
        }
    }
}
