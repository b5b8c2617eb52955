//! A PDF of pages without background, to be laid over others. It follows PDF/A-1b where nothing on it is
//! transparent, so that a PDF/A stays one: fonts are embedded, colours do not depend on a device.

use krilla::configure::validate::Archival;
use krilla::configure::{Configuration, ConfigurationBuilder};
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

/// The PDF of pages of these sizes, each drawn by `draw`; its coordinates begin at the upper left corner.
pub(super) fn sheets<E: From<SheetError>>(
    sizes: &[Size],
    transparency: Transparency,
    mut draw: impl FnMut(usize, &mut Surface<'_>) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    let configuration = configuration(transparency)?;
    let settings = SerializeSettings {
        configuration,
        enable_tagging: false,
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

fn configuration(transparency: Transparency) -> Result<Configuration, SheetError> {
    let archival = match transparency {
        Transparency::None => Archival::A1_B,
        Transparency::Used => Archival::A2_B,
    };
    let made = ConfigurationBuilder::new().with_archival_validator(archival).finish();
    made.map_err(|error| SheetError::Krilla(format!("{error:?}").into()))
}

fn refused(error: KrillaError) -> SheetError {
    let details = match &error {
        KrillaError::Validation(errors) => format!("{error}: {errors:?}"),
        _ => error.to_string(),
    };
    SheetError::Krilla(details.into())
}
