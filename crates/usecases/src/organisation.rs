//! Organisations: settings, members, invitations.

mod admins;
mod invitation;
mod looks;
pub(crate) mod manage;
mod retention;
mod stamp;

pub(crate) use admins::all_admins;
pub use invitation::{
    AcceptInvitation, accept_invitation, ask_for_invitation_code, invite_member, is_invited,
    mail_invitation_again, withdraw_invitation,
};
pub(crate) use invitation::{CodeTyped, Newcomer, proved_invitation, welcome};
pub use looks::{DescribeOrganisation, describe_organisation, logo_image, remove_logo, set_logo};
pub use manage::{assign_role, configure_organisation, remove_member, reset_factor};
pub use retention::set_retention;
pub use stamp::{remove_stamp, set_stamp, stamp_image};
