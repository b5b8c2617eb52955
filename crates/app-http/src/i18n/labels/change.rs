//! What was changed about a file when it was taken in, in the words of an office.

use crate::i18n::Locale;
use wariin_domain::{FileChange, FoundName, FoundNames};

/// What was changed, or found and kept, as a sentence.
pub(crate) fn file_change(locale: &Locale, change: &FileChange) -> String {
    let o = locale.office;
    match change {
        FileChange::Repaired => o.change_repaired(),
        FileChange::Decrypted => o.change_decrypted(),
        FileChange::FormFixed => o.change_form_fixed(),
        FileChange::FormDrawn => o.change_form_drawn(),
        FileChange::AnnotationsFixed => o.change_annotations_fixed(),
        FileChange::AnnotationsDrawn => o.change_annotations_drawn(),
        FileChange::CommentsRemoved(texts) => o.change_comments_removed(names(locale, texts)),
        FileChange::LayersFixed => o.change_layers_fixed(),
        FileChange::HiddenLayersKept(layers) => o.change_hidden_layers_kept(names(locale, layers)),
        FileChange::UsageRightsRemoved => o.change_usage_rights_removed(),
        FileChange::XfaRemoved => o.change_xfa_removed(),
        FileChange::ActionsRemoved => o.change_actions_removed(),
        FileChange::LinksRemoved(to) => o.change_links_removed(names(locale, to)),
        FileChange::AttachmentsRemoved(files) => o.change_attachments_removed(names(locale, files)),
        FileChange::AttachmentsKept(files) => o.change_attachments_kept(names(locale, files)),
        FileChange::ActionsKept => o.change_actions_kept(),
        FileChange::TagsRemoved(tags) => o.change_tags_removed(names(locale, tags)),
        FileChange::FontsReplaced(fonts) => o.change_fonts_replaced(names(locale, fonts)),
        FileChange::PagesUnshown(pages) => o.change_pages_unshown(names(locale, pages)),
        FileChange::PagesDiffer(pages) => o.change_pages_differ(names(locale, pages)),
        FileChange::ValuesContradicted(fields) => {
            o.change_values_contradicted(names(locale, fields))
        }
    }
}

/// All of them, one sentence after the other.
pub(crate) fn file_changes(locale: &Locale, changes: &[FileChange]) -> String {
    let sentences: Vec<_> = changes.iter().map(|change| file_change(locale, change)).collect();
    sentences.join(" ")
}

fn names(locale: &Locale, names: &FoundNames) -> String {
    let o = locale.office;
    let shown: Vec<_> = names.shown().iter().map(FoundName::as_str).collect();
    let shown = shown.join(&o.change_separator());
    match names.hidden() {
        0 => shown,
        more => o.change_names_and_more(shown, more),
    }
}
