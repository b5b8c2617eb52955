//! What the map's [`Access`] demands, checked before a page's handler runs, as far as it is known
//! without the document. What depends on the document is the use cases' to decide.

use super::{Access, PageContext, answered_by};
use crate::error::PageError;
use crate::metrics::RouteNumber;
use crate::pages::recipient::{opened, opened_or_next_step};
use poem::http::Method;
use poem::{Endpoint, Request, Response, Result};
use wariin_domain::{RecipientId, Role, Uuid};

/// An endpoint behind the access that the map declares for it.
pub(crate) struct Checked<E> {
    pub(crate) access: Access,
    /// Its number in the map.
    pub(crate) route: RouteNumber,
    pub(crate) inner: E,
}

impl<E: Endpoint<Output = Response>> Endpoint for Checked<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        answered_by(self.route);
        let is_open = matches!(
            self.access,
            Access::Public | Access::Machine | Access::Visitor | Access::Program
        );
        if !is_open {
            let context = PageContext::of(&request).await?;
            check(self.access, &request, &context).await?;
            request.set_data(context);
        }
        self.inner.call(request).await
    }
}

async fn check(access: Access, request: &Request, context: &PageContext) -> Result<(), PageError> {
    match access {
        Access::Public | Access::Machine | Access::Visitor | Access::Program => Ok(()),
        Access::AwaitsCode => context.owner_principal().map(drop),
        Access::SignedIn => context.signed_in().map(drop),
        Access::Member | Access::Sender => context.member().map(drop),
        Access::Admin => expect_role(context, Role::Admin),
        Access::Manager => expect_role(context, Role::Manager),
        Access::LinkHolder => match unknown_recipient(request, context) {
            Some(_) => Err(PageError::link_required()),
            None => Ok(()),
        },
        Access::Recipient => match unknown_recipient(request, context) {
            // The gate stays shut; what it says to other visitors depends on the document.
            Some(recipient) if *request.method() == Method::GET => {
                opened_or_next_step(context, recipient).await.map(drop)
            }
            Some(recipient) => opened(context, recipient).await.map(drop),
            None => Ok(()),
        },
        Access::Developer if context.app.settings.has_dev_mailbox() => Ok(()),
        Access::Developer => Err(PageError::not_found()),
    }
}

/// A member with another role is told that there is nothing here.
fn expect_role(context: &PageContext, role: Role) -> Result<(), PageError> {
    let (account, _) = context.member()?;
    if account.membership.has_role(role) { Ok(()) } else { Err(PageError::not_found()) }
}

/// The recipient of the path, if the browser has neither a session nor a link to that recipient.
fn unknown_recipient(request: &Request, context: &PageContext) -> Option<RecipientId> {
    let recipient = Uuid::parse_str(request.raw_path_param("recipient")?).ok()?;
    let recipient = RecipientId::from(recipient);
    let is_known = context.caller().is_some() || context.mailed_link_to(recipient).is_ok();
    (!is_known).then_some(recipient)
}

#[cfg(test)]
mod tests;
