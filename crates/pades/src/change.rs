//! What an intake changed about an upload, or found in it: everything that its sender is told.

/// One thing that was changed or found. None of them changes what the pages show; [`Change::needs_word`] tells
/// those that a sender has to agree to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The structure had defects and was written anew.
    Repaired,
    /// It was encrypted; the file is used without encryption, and without the restrictions that it had.
    Decrypted,
    /// Form fields were made part of the pages, as they were shown.
    FormFixed,
    /// Form fields had values but no appearance; one was made from the values (ISO 32000-2, 12.7.4.3).
    FormDrawn,
    /// Notes, stamps and drawings on the pages were made part of them, as they were shown.
    AnnotationsFixed,
    /// Marks and drawings had no appearance; one was made from their entries (ISO 32000-2, 12.5.6).
    AnnotationsDrawn,
    /// The comments that open on a click on notes, marks and drawings were removed; these are their texts.
    CommentsRemoved(Vec<String>),
    /// Layers were fixed as they were shown.
    LayersFixed,
    /// The contents of layers of these names stay in the file, although no viewer shows them.
    HiddenLayersKept(Vec<String>),
    /// Usage rights of a reader-extended form (`/Perms /UR3`) were removed.
    UsageRightsRemoved,
    /// The XFA description of a form was removed; the form fields beside it counted.
    XfaRemoved,
    /// Scripts and actions of the document, its pages or its fields were removed.
    ActionsRemoved,
    /// Links to these targets were removed: other files, programs, or areas that cover a page.
    LinksRemoved(Vec<String>),
    /// Embedded files of these names were removed.
    AttachmentsRemoved(Vec<String>),
    /// Embedded files of these names stay: the file is signed, or an electronic invoice.
    AttachmentsKept(Vec<String>),
    /// Scripts and actions stay: the file is signed.
    ActionsKept,
    /// Form fields showed another text than their data held, each as `name: shown ≠ data`; what was shown is part of
    /// the pages now, and the data are gone.
    ValuesContradicted(Vec<String>),
}

impl Change {
    /// Whether the sender has to agree before the file is used: something that the upload had is gone, or is
    /// shown for the first time, or is in the file and not seen.
    pub fn needs_word(&self) -> bool {
        match self {
            Self::Decrypted
            | Self::FormDrawn
            | Self::AnnotationsDrawn
            | Self::CommentsRemoved(_)
            | Self::HiddenLayersKept(_)
            | Self::LinksRemoved(_)
            | Self::AttachmentsRemoved(_) => true,
            Self::Repaired
            | Self::FormFixed
            | Self::AnnotationsFixed
            | Self::LayersFixed
            | Self::UsageRightsRemoved
            | Self::XfaRemoved
            | Self::ActionsRemoved
            | Self::AttachmentsKept(_)
            | Self::ActionsKept
            | Self::ValuesContradicted(_) => false,
        }
    }
}
