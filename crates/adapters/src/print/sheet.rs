//! A PDF of pages without background, to be laid over others. Fonts are embedded and colours do not depend on a device;
//! where the other file is a PDF/A, these pages follow its standard, so that it stays one.

use krilla::configure::validate::Archival;
use krilla::configure::{Configuration, ConfigurationBuilder, PdfVersion};
use krilla::error::KrillaError;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};

/// Width and height in points (1/72 inch).
pub(super) type Size = (f32, f32);

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SheetError {
    /// A page has no size.
    #[error("a page of {0} × {1} points cannot be drawn on")]
    Size(f32, f32),
    /// krilla refuses.
    #[error("the pages cannot be drawn")]
    Krilla(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Whether something on the pages is transparent, such as an image with an alpha channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transparency {
    /// Nothing is.
    None,
    /// Something is: PDF/A-2b, since PDF/A-1 forbids it.
    Used,
}

/// Which standard the pages follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standard {
    /// PDF/A-1b, which every PDF may take in; nothing on the pages may be transparent.
    Archive1,
    /// PDF/A-2b.
    Archive2,
    /// None, for files that claim none: without what only an archive demands of fonts and metadata, which takes a third
    /// of the time.
    Free,
}

/// The PDF of pages of these sizes, each drawn by `draw`; its coordinates begin at the upper left corner.
pub(super) fn sheets<E: From<SheetError>>(
    sizes: &[Size],
    standard: Standard,
    mut draw: impl FnMut(usize, &mut Surface<'_>) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    let settings = SerializeSettings {
        configuration: configuration(standard)?,
        enable_tagging: false,
        no_device_cs: true,
        xmp_metadata: false,
        // They are packed when they are laid over.
        compress_content_streams: false,
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    // The standard asks for a date. Only pages are taken from here, so that it is never seen.
    document.set_metadata(Metadata::new().creation_date(DateTime::new(2000)));
    for (index, (width, height)) in sizes.iter().enumerate() {
        let settings = PageSettings::from_wh(*width, *height);
        let settings = settings.ok_or(SheetError::Size(*width, *height))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let drawn = draw(index, &mut surface);
        surface.finish();
        page.finish();
        drawn?;
    }
    Ok(document.finish().map_err(refused)?)
}

fn configuration(standard: Standard) -> Result<Configuration, SheetError> {
    let builder = ConfigurationBuilder::new();
    let builder = match standard {
        Standard::Archive1 => builder.with_archival_validator(Archival::A1_B),
        Standard::Archive2 => builder.with_archival_validator(Archival::A2_B),
        // From this version on fonts do without a list of their glyphs (`CIDSet`).
        Standard::Free => builder.with_version(PdfVersion::Pdf20),
    };
    builder.finish().map_err(|error| SheetError::Krilla(format!("{error:?}").into()))
}

fn refused(error: KrillaError) -> SheetError {
    let details = match &error {
        KrillaError::Validation(errors) => format!("{error}: {errors:?}"),
        _ => error.to_string(),
    };
    SheetError::Krilla(details.into())
}
