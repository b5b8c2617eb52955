//! The obstacle's page for a factor that was enrolled later than the sender accepts: why, and what still helps.

use crate::error::PageError;
use crate::web::{PageContext, PageLayout, ReturnTo};
use askama::Template;
use poem::http::StatusCode;
use wariin_domain::{EnrolmentRule, RecipientId, RequiredBy};
use wariin_usecases::{LateEnrolment, late_enrolment};

#[derive(Template)]
#[template(path = "late_enrolment.html")]
struct LateEnrolmentPage {
    layout: PageLayout,
    recipient: RecipientId,
    next: ReturnTo,
    late: LateEnrolment,
    /// Who demands the rule, in words.
    by: String,
}

/// The page.
pub(crate) async fn obstacle(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<PageError, PageError> {
    let late = late_enrolment(context.ports(), context.as_recipient(recipient)).await?;
    let t = context.common();
    let by = match late.rule.required_by {
        RequiredBy::Organisation => t.recipient_late_by_organisation(),
        RequiredBy::Document | RequiredBy::Recipient => t.recipient_late_by_sender(),
    };
    let layout = PageLayout::of_recipient(context);
    let next = ReturnTo::Turn(recipient);
    let template = LateEnrolmentPage { layout, recipient, next, late, by };
    Ok(PageError::template(StatusCode::FORBIDDEN, "enrolled_too_late", &template))
}
