//! Logos: an uploaded PNG or SVG becomes a small PNG, drawn anew.
//!
//! An SVG is read without text, images, files and network: what would need them is refused, not left out.

use crate::stamp_images::Pixels;
use resvg::tiny_skia::{FilterQuality, Pixmap, PixmapPaint, PremultipliedColorU8, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, roxmltree};
use wariin_ports::{LogoRefusal, MAX_LOGO_HEIGHT, MAX_LOGO_WIDTH, StampRefusal};

/// How many elements and attributes' nodes an SVG may have.
const NODES: u32 = 50_000;
/// The first bytes of a PNG (PNG specification, section 5.2).
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The logo as it is kept.
///
/// # Errors
/// [`LogoRefusal`].
pub(crate) fn drawn(image: &[u8]) -> Result<Vec<u8>, LogoRefusal> {
    let logo = if image.starts_with(PNG) { from_png(image)? } else { from_svg(image)? };
    let pixels = straight(&logo);
    if pixels.rgba.as_chunks::<4>().0.iter().all(|[.., alpha]| *alpha == 0) {
        return Err(LogoRefusal::Empty);
    }
    pixels.write().map_err(of_png)
}

fn of_png(refusal: StampRefusal) -> LogoRefusal {
    match refusal {
        StampRefusal::NotPng => LogoRefusal::Unreadable,
        StampRefusal::TooLarge => LogoRefusal::TooLarge,
        StampRefusal::Empty => LogoRefusal::Empty,
    }
}

/// Made smaller where it is too large: halved as often as it can be, so that no pixel is passed over, and then once
/// more.
fn from_png(png: &[u8]) -> Result<Pixmap, LogoRefusal> {
    let mut image = premultiplied(&Pixels::read(png).map_err(of_png)?)?;
    loop {
        let (width, height) = (image.width(), image.height());
        let scale = fitting(f64::from(width), f64::from(height)).min(1.0);
        if scale >= 1.0 {
            return Ok(image);
        }
        image = scaled(&image, if scale < 0.5 { 0.5 } else { scale })?;
    }
}

fn scaled(image: &Pixmap, scale: f64) -> Result<Pixmap, LogoRefusal> {
    let (width, height) =
        (pixels(f64::from(image.width()) * scale), pixels(f64::from(image.height()) * scale));
    let mut smaller = Pixmap::new(width, height).ok_or(LogoRefusal::TooLarge)?;
    let across = width_ratio(width, image.width());
    let down = width_ratio(height, image.height());
    let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    let at = Transform::from_scale(across, down);
    smaller.draw_pixmap(0, 0, image.as_ref(), &paint, at, None);
    Ok(smaller)
}

fn from_svg(svg: &[u8]) -> Result<Pixmap, LogoRefusal> {
    let text = std::str::from_utf8(svg).map_err(|_| LogoRefusal::Unreadable)?;
    // Drawing programs write a DOCTYPE; what it refers to outside is never read.
    let parsing = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: NODES,
        ..roxmltree::ParsingOptions::default()
    };
    let document = roxmltree::Document::parse_with_options(text, parsing).map_err(of_xml)?;
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        expect_outlines(element.tag_name().name())?;
    }
    let options = Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(|_| LogoRefusal::Unreadable)?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let scale = fitting(width, height);
    let (wide, high) = (pixels(width * scale), pixels(height * scale));
    let mut drawn = Pixmap::new(wide, high).ok_or(LogoRefusal::TooLarge)?;
    let at = Transform::from_scale(single(scale), single(scale));
    resvg::render(&tree, at, &mut drawn.as_mut());
    Ok(drawn)
}

fn of_xml(error: roxmltree::Error) -> LogoRefusal {
    if matches!(error, roxmltree::Error::NodesLimitReached) {
        LogoRefusal::TooLarge
    } else {
        LogoRefusal::Unreadable
    }
}

/// Elements that would not be drawn as their author saw them.
fn expect_outlines(element: &str) -> Result<(), LogoRefusal> {
    match element {
        "text" => Err(LogoRefusal::HasText),
        // Filters, patterns and markers paint many times over: that costs minutes, and no logo needs them.
        "image" | "feImage" | "foreignObject" | "script" | "filter" | "pattern" | "marker" => {
            Err(LogoRefusal::HasMore)
        }
        _ => Ok(()),
    }
}

/// By how much an image of this size is scaled to fit.
fn fitting(width: f64, height: f64) -> f64 {
    (f64::from(MAX_LOGO_WIDTH) / width).min(f64::from(MAX_LOGO_HEIGHT) / height)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes the nearest number that there is"
)]
fn pixels(length: f64) -> u32 {
    (length.round() as u32).max(1)
}

#[expect(clippy::cast_possible_truncation, reason = "a scale is a small number")]
fn single(scale: f64) -> f32 {
    scale as f32
}

fn width_ratio(to: u32, from: u32) -> f32 {
    single(f64::from(to) / f64::from(from))
}

/// The image with colours as tiny-skia draws with them.
fn premultiplied(image: &Pixels) -> Result<Pixmap, LogoRefusal> {
    let mut map = Pixmap::new(image.width, image.height).ok_or(LogoRefusal::TooLarge)?;
    let chunks = image.rgba.as_chunks::<4>().0;
    for (pixel, [red, green, blue, alpha]) in map.pixels_mut().iter_mut().zip(chunks) {
        let colour = resvg::tiny_skia::ColorU8::from_rgba(*red, *green, *blue, *alpha);
        *pixel = colour.premultiply();
    }
    Ok(map)
}

/// The image with colours as PNG has them.
fn straight(map: &Pixmap) -> Pixels {
    let of = |pixel: &PremultipliedColorU8| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    };
    let rgba = map.pixels().iter().flat_map(of).collect();
    Pixels { width: map.width(), height: map.height(), rgba }
}

#[cfg(test)]
mod tests;
