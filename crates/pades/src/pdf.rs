//! Reading PDFs as raw bytes and appending revisions.

pub(crate) mod annotation;
pub(crate) mod content;
#[cfg_attr(not(test), expect(dead_code, reason = "called by the intake"))]
pub(crate) mod decrypt;
pub(crate) mod doc_encoding;
pub(crate) mod edit;
#[cfg_attr(not(test), expect(dead_code, reason = "called by the intake"))]
pub(crate) mod field_look;
pub(crate) mod file;
pub(crate) mod flatten;
pub(crate) mod geometry;
pub(crate) mod graft;
pub(crate) mod intake;
pub(crate) mod lexer;
pub(crate) mod object;
pub(crate) mod paint;
pub(crate) mod raw;
pub(crate) mod repair;
pub(crate) mod seal_widget;
pub(crate) mod sections;
pub(crate) mod string;
pub(crate) mod structure;
pub(crate) mod surface;
pub(crate) mod update;
pub(crate) mod widget;
pub(crate) mod xmp;
pub(crate) mod xref;
