//! The viewer: the pages of a document's files as images, each with its text over it.

mod text_layer;

use super::fill::Overlay;
use crate::error::PageError;
use crate::web::{PageContext, PageLayout};
use askama::Template;
use poem::Response;
use poem::http::StatusCode;
use serde::Deserialize;
use wariin_domain::{Document, FileId};
use wariin_ports::{PageImage, PageSize, PageText, RenderFault};
use wariin_usecases::{Error, PageWidth, viewed_files};

pub(crate) use text_layer::{TextLayer, short, turned};

/// How large the attributes say that a page is, in pixels of a page: the style sheet makes it fit.
const WIDTH: f32 = 1080.0;
/// What is reserved for pages whose size is not known: A4.
const A4: PageSize = PageSize { width: 595.28, height: 841.89 };

/// What a viewer shows.
pub(crate) struct Viewer {
    pub(crate) files: Vec<ViewerFile>,
    /// Whether every image is loaded at once, as the reader has asked.
    pub(crate) is_eager: bool,
    /// How many pages the files have in all.
    pub(crate) pages: u32,
}

/// A file in a viewer.
pub(crate) struct ViewerFile {
    pub(crate) id: FileId,
    pub(crate) name: String,
    /// Where its PDF is.
    pub(crate) address: String,
    /// Whether the PDF is the concluded one.
    pub(crate) is_sealed: bool,
    /// Whether its pages can be drawn, as far as is known.
    pub(crate) is_drawable: bool,
    pub(crate) pages: Vec<ViewerPage>,
}

/// A page in a viewer.
pub(crate) struct ViewerPage {
    pub(crate) number: u32,
    pub(crate) count: u32,
    /// Its number among the pages of all files.
    pub(crate) place: u32,
    /// Where its image is, without the width.
    pub(crate) address: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) text: Option<TextLayer>,
    /// The input fields over it.
    pub(crate) fields: Vec<Overlay>,
}

impl Viewer {
    /// The pages of the document, whose files are at this address.
    pub(crate) async fn of(context: &PageContext, document: &Document, files_at: &str) -> Self {
        let mut viewer = Self { files: Vec::new(), is_eager: false, pages: 0 };
        for viewed in viewed_files(context.ports(), document).await {
            let (file, sizes) = (viewed.file, viewed.sizes);
            let address = format!("{files_at}/{}", file.id);
            let is_drawable = sizes.is_some();
            let mut sizes = sizes.unwrap_or_default().into_iter();
            let mut first_text = viewed.first_text.map(TextLayer);
            let mut pages = Vec::new();
            for number in 1..=file.pages {
                viewer.pages += 1;
                let (width, height) = on_page(sizes.next().unwrap_or(A4));
                pages.push(ViewerPage {
                    number,
                    count: file.pages,
                    place: viewer.pages,
                    address: format!("{address}/pages/{number}"),
                    width,
                    height,
                    text: first_text.take(),
                    fields: Vec::new(),
                });
            }
            let name = file.name.to_string();
            let is_sealed = file.sealed.is_some();
            let id = file.id;
            viewer.files.push(ViewerFile { id, name, address, is_sealed, is_drawable, pages });
        }
        viewer
    }

    /// The same with these input fields over its pages.
    pub(crate) fn with_fields(mut self, fields: Vec<Overlay>) -> Self {
        for field in fields {
            let file = self.files.iter_mut().find(|file| file.id == field.file);
            let pages = file.map(|file| file.pages.as_mut_slice()).unwrap_or_default();
            if let Some(page) = pages.iter_mut().find(|page| page.number == field.page) {
                page.fields.push(field);
            }
        }
        self
    }
}

/// The size of a page in pixels of a page.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page is a few thousand pixels high, and 65,535 at most here"
)]
fn on_page(size: PageSize) -> (u32, u32) {
    let height = (WIDTH * size.height / size.width.max(1.0)).round().clamp(1.0, 65_535.0);
    (WIDTH as u32, height as u32)
}

/// In which width a page is asked for.
#[derive(Deserialize)]
pub(crate) struct WidthQuery {
    w: u32,
}

impl WidthQuery {
    /// The width.
    ///
    /// # Errors
    /// For one in which no page is drawn.
    pub(crate) fn read(&self) -> Result<PageWidth, PageError> {
        PageWidth::parse(self.w).ok_or_else(|| Error::NotFound.into())
    }
}

/// The path of a page: the document or the recipient, the file, the number of the page.
pub(crate) type PagePath = (uuid::Uuid, uuid::Uuid, u32);

/// A page of this file.
pub(crate) fn page_of(file: uuid::Uuid, number: u32) -> wariin_usecases::PageOf {
    wariin_usecases::PageOf { file: FileId::from(file), number }
}

/// An image that says why the page is none.
#[derive(Template)]
#[template(path = "undrawable_page.svg", escape = "html")]
struct UndrawablePage {
    title: String,
    text: String,
    lang: &'static str,
}

/// The answer to a request for a page's image. A page that cannot be drawn comes as an image that says so.
pub(crate) fn image_response(
    context: &PageContext,
    drawn: Result<PageImage, Error>,
) -> Result<Response, PageError> {
    match drawn {
        Ok(image) => Ok(Response::builder()
            .content_type(image.format.media_type())
            .header("content-disposition", "inline")
            .body(image.bytes)),
        Err(Error::Page(RenderFault::Undrawable | RenderFault::TooComplex)) => {
            let layout = PageLayout::of(context);
            let told = UndrawablePage {
                title: layout.common.viewer_undrawable(),
                text: layout.common.viewer_undrawable_see_pdf(),
                lang: layout.locale.language.tag(),
            };
            svg(StatusCode::UNPROCESSABLE_ENTITY, &told)
        }
        Err(error) => Err(error.into()),
    }
}

/// The answer to a request for a page's text.
pub(crate) fn text_response(read: Result<PageText, Error>) -> Result<Response, PageError> {
    svg(StatusCode::OK, &TextLayer(read?))
}

fn svg(status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
    let svg = template.render().map_err(|error| PageError::fault(&error))?;
    Ok(Response::builder().status(status).content_type("image/svg+xml").body(svg))
}
