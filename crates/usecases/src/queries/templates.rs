//! テンプレート: the organisation's templates.

use super::expect_member;
use crate::{Caller, Error, Ports, Result};
use wariin_domain::{Template, TemplateId};

/// A template as the list shows it.
#[derive(Clone, Debug)]
pub struct ListedTemplate {
    /// The template.
    pub template: Template,
    /// Whether the caller may rename and delete it.
    pub is_managed: bool,
}

/// The templates of the caller's organisation, by name.
///
/// # Errors
/// [`Error::NotSignedIn`] or [`Error::FactorDemanded`].
pub async fn templates(ports: &Ports, caller: Option<&Caller>) -> Result<Vec<ListedTemplate>> {
    let (account, organisation) = expect_member(caller)?;
    let known = ports.views.templates(organisation.id).await?;
    let listed = |template: Template| ListedTemplate {
        is_managed: template.is_managed_by(account),
        template,
    };
    Ok(known.into_iter().map(listed).collect())
}

/// A template that the caller may rename and delete.
///
/// # Errors
/// As [`templates`]; [`Error::NotFound`] for a template of another organisation, or one that only its
/// author or an admin may change.
pub async fn managed_template(
    ports: &Ports,
    caller: Option<&Caller>,
    id: TemplateId,
) -> Result<Template> {
    let mut known = templates(ports, caller).await?.into_iter();
    let found = known.find(|listed| listed.template.id == id && listed.is_managed);
    found.map(|listed| listed.template).ok_or(Error::NotFound)
}
