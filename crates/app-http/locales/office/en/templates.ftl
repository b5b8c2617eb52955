# Templates, to begin documents from.

## The list

-templates-new-document = New document
templates-none = There are no templates yet. Start a draft with { -templates-new-document }, then save it as a template in step 04.
templates-for-whom = Every member of the organisation can use these. Each starts a draft with its files, recipients, people in copy and message filled in.
templates-help = More about templates
templates-contents = { $files ->
        [one] { $files } file
       *[other] { $files } files
    } · { $recipients ->
        [one] { $recipients } recipient
       *[other] { $recipients } recipients
    } · saved { $at }
templates-begin = Create document
templates-begin-from = Create document from { $name }
templates-rename = Rename
templates-rename-this = Rename { $name }
templates-delete = Delete
templates-delete-this = Delete { $name }
templates-renamed = The template has been renamed.
templates-deleted = The template has been deleted.

## A name

templates-save-as = Save as template
templates-change-name = Rename template
templates-omits-request = The advanced authentication request is not saved in the template
templates-what-is-saved = The title and other details, files, recipients, people in copy and message are saved. Access codes are not. Every member of the organisation can create documents from this template.
templates-name = Template name
templates-save = Save
templates-back-without-saving = Back without saving

## Deleting

templates-deletion = Delete template
templates-delete-heading = Delete template
templates-delete-what-happens = “{ $name }” will be deleted, and no member of the organisation can use it any more. Documents created from it stay.
templates-delete-now = Delete
templates-back-without-deleting = Back without deleting
