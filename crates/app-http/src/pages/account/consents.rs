//! 同意した書類: what the own account has consented to.

use crate::error::PageError;
use crate::i18n::labels;
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Query;
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::RecipientId;
use wariin_usecases::{OwnConsent, own_consents};

#[derive(Template)]
#[template(path = "account_consents.html")]
struct ConsentsPage {
    layout: PageLayout,
    consents: Vec<ShownConsent>,
    newer: Option<u32>,
    older: Option<u32>,
}

/// A consent as the page tells of it.
struct ShownConsent {
    recipient: RecipientId,
    /// The title, or why it is not told.
    title: Result<String, String>,
    at: String,
    how: String,
}

impl ShownConsent {
    fn of(context: &PageContext, consent: &OwnConsent) -> Self {
        let OwnConsent { given, title } = consent;
        Self {
            recipient: given.recipient,
            title: match title {
                Ok(title) => Ok(title.to_string()),
                Err(why) => Err(labels::title_untold(context.common(), why)),
            },
            at: context.locale().at(given.at),
            how: labels::assurance(context.locale(), &given.assurance),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PageQuery {
    page: u32,
}

/// A page of the consents, newest first.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Query(query): Query<PageQuery>,
) -> Result<Response, PageError> {
    let own = own_consents(context.ports(), context.caller(), query.page).await?;
    let template = ConsentsPage {
        layout: PageLayout::of(&context),
        consents: own.consents.iter().map(|one| ShownConsent::of(&context, one)).collect(),
        newer: query.page.checked_sub(1),
        older: own.has_more.then(|| query.page.saturating_add(1)),
    };
    page(StatusCode::OK, &template)
}
