# 03 入力項目の設定: the input fields on the pages.

## The step

fields-lead = Place fields on the document where recipients, or you, write something.
fields-lead-none = Without any, go straight on with “Next”.
fields-how = Choose a kind, then press the place on the page where it belongs.
fields-all-closed = No input fields can be placed on this document. Go on with “Next”.
fields-filled-later = You fill in your own fields at the next step, “04 Review and send”.
fields-from-tags = Make input fields from the tags in the document
fields-tags-help = How to write tags
# $count (String) - how many
fields-form-found = The form of the PDF has { $count } empty field(s). They can become input fields where they are.
fields-from-form = Take over as input fields
# $count (String) - how many
fields-form-placed = { $count } input field(s) were made from the form of the PDF. Places and kinds can be changed.
fields-form-no-assignee = Choose who fills the fields of the form. Nothing was changed.
fields-faults = Some input fields need to be corrected. The document cannot be sent as it is.
fields-unreadable = The input fields could not be read. What is shown is what was saved before. Please set them once more.
fields-what-came = What could not be read
fields-added = The input field was added.
fields-changed = The input field was changed.
fields-copied-by-form = The input field was duplicated.
fields-removed = The input field was removed.

## Kinds and names

fields-kind-text = Text
fields-kind-checkbox = Checkbox
fields-kind-radio = Radio button
fields-kind-date = Date
fields-kind-choice = Choice
fields-kind-stamp = Stamp
fields-kind-signature = Signature
fields-kind-seal-box = Box for the electronic signature
# $kind (String) - the kind of the field
# $label (String) - the field's label
fields-kind-labelled = { $kind } “{ $label }”
# $field (String) - the field
# $page (String) - the page
fields-titled = { $field } ({ $page })
fields-sender = Sender (you)
fields-sender-mark = S
# $number (String) - the place in the routing order
# $name (String) - the recipient
fields-recipient = Recipient { $number } { $name }
fields-fills-itself = Shows who agreed and when by itself
fields-recipient-gone = Recipient who was removed
# $number (String) - the number of the page
fields-page-numbered = page { $number }
# $file (String) - the name of the file
# $number (String) - the number of the page
fields-page-of-file = { $file } page { $number }
fields-no-file = no file
# $left (String) - millimetres
# $top (String) - millimetres
# $width (String) - millimetres
# $height (String) - millimetres
fields-place = { $left } mm from the left, { $top } mm from the top, { $width } × { $height } mm

## Properties

fields-assignee = Filled in by
fields-file = File
fields-page = Page
fields-left = From the left (mm)
fields-top = From the top (mm)
fields-width = Width (mm)
fields-height = Height (mm)
fields-label = Label
fields-label-hint = For example: Address
fields-size = Font size (6–36 points)
fields-lines = Lines
fields-lines-one = One line
fields-lines-several = Several lines
fields-limit = Maximum characters (1–2000)
fields-pattern = What can be typed
fields-pattern-any = Anything
fields-pattern-number = A number
fields-pattern-date = A date
fields-pattern-postal-code = A postal code
fields-pattern-phone = A phone number
fields-placeholder = Example (not printed)
fields-options = Options
fields-options-hint = One on each line, 2 to 50.
fields-options-wrong = Type 2 to 50 options that differ from each other.
fields-option-one = Yes
fields-option-two = No
fields-checked = Checked from the start
fields-group = Group (of the buttons with one name, one can be chosen)
fields-required = Required
fields-filling = Where the date comes from
fields-filling-chosen = Chosen by the person
fields-filling-consent = The day of the consent
fields-shape = Stamp
fields-shape-round = Round
fields-shape-square = Square
fields-shape-organisation = The organisation’s stamp
# $label (String) - the input
# $least (String) - a number
# $greatest (String) - a number
fields-number = “{ $label }” takes a number from { $least } to { $greatest }.
fields-unknown-kind = There is no such kind of input field.

## What is wrong with a field

fields-fault-no-file = The file on which this field was placed is no longer part of the document. Move the field to another file, or delete it.
fields-fault-not-drawable = No input fields can be placed on this file. Move the field to another file, or delete it.
fields-fault-no-page = The file has no such page. Move the field to another page, or delete it.
fields-fault-outside = The field reaches over the edge of the page. Move it onto the page.
fields-fault-too-small = The field is too small. Make it at least 3 mm wide and high.
# $who (String) - the other person
# $field (String) - the other field
fields-fault-overlaps = It overlaps { $field } of { $who }. Move it to where it overlaps nothing.
fields-fault-overlaps-any = It overlaps another person’s field. Move it to where it overlaps nothing.
fields-fault-no-recipient = The person who fills it was removed from the recipients. Choose another person, or delete the field.
fields-fault-unfilled = It is not filled in yet. Fill it in at “04 Review and send”.
fields-closed-signed = This PDF came electronically signed, so no input fields can be placed on it: nothing is laid over what was signed that those who signed did not see.
fields-closed-structure = With the structure of this PDF, what is written on it might not be seen in every viewer, so no input fields can be placed on it. A copy saved with “Print to PDF” may take fields.
fields-closed-unknown = This PDF was taken in before input fields were supported. Upload it again at “01 Prepare document” to place fields on it.

## The text tags

# $count (String) - how many
fields-tags-placed = { $count } input field(s) were made from the tags in the document.
fields-tags-none = No tags that make input fields were found in the document.
# $count (String) - how many
fields-tags-known = { $count } tag(s) have their input fields already.
fields-tags-removed = The text of { $count } tag(s) that became input fields was taken out of the pages. Please confirm the change of the file before sending.
fields-tags-confirm = Confirm at 01
fields-tags-left = The text of these tags stays on the pages, since it cannot be taken out without moving other text. Remove it in the original document, or put it on a line of its own, and make the PDF again.
fields-tags-faults = These tags make no input field:
# $tag (String) - the tag
# $page (String) - the page
fields-tag-at = { $tag } ({ $page })
# $page (String) - the page
fields-tags-unread = The text of { $page } cannot be read. If there are tags on it, no fields were made of them.
fields-tag-kind = The kind is not known. Write text, checkbox, date, choice, stamp, signature or seal.
fields-tag-assignee = Who fills it is not known. Write “sender” or, for example, “recipient1”.
# $number (String) - the number of the recipient
fields-tag-no-recipient = There is no recipient { $number }. Add the recipient at “02 Set recipients”.
fields-tag-part = A part of it means nothing.

## The form for one field

fields-add = Add an input field
fields-change = Change an input field
fields-save = Save
fields-leave = Back without saving
fields-list = Input fields
fields-none-yet = There are no input fields yet.
fields-edit = Edit
# $field (String) - the field
fields-edit-this = Edit { $field }
fields-remove = Delete
# $field (String) - the field
fields-remove-this = Delete { $field }
fields-add-kind = Choose the kind to add.

## The editor

fields-palette = Kinds of input fields
fields-choose-assignee = Choose who fills it in
fields-choose-kind = Choose a kind and place it
fields-tools = Edit
fields-undo = Undo
fields-redo = Redo
fields-copy = Copy
fields-paste = Paste
fields-duplicate = Duplicate
fields-duplicate-all = Duplicate on all pages
# $field (String) - the field
fields-duplicate-this = Duplicate { $field }
# $field (String) - the field
fields-duplicate-all-this = Duplicate { $field } on all pages
fields-align-left = Align left edges
fields-align-top = Align upper edges
fields-same-width = Same width
fields-more = More
fields-smaller = Zoom out
fields-larger = Zoom in
fields-pages = Pages of the document
fields-properties = Settings
fields-nothing-selected = Choose a field that was placed to set it here.
# $count (String) - how many
fields-selected = { $count } fields are chosen.
fields-close = Close
fields-keys = Keys
fields-keys-explained = Tab goes to a field, the arrow keys move it by 1 mm (10 mm with Shift), Ctrl with arrow keys changes its size. Delete removes it, Ctrl+D duplicates, Ctrl+Z undoes, Ctrl+Shift+Z redoes, Ctrl+C copies, Ctrl+V pastes. Shift+click chooses several. With Alt, positions do not snap. + and - change the size of the pages, 0 resets it.

## What the editor says

# $kind (String) - the kind of the field
fields-say-armed = Press the place on a page for { $kind }. Esc leaves it.
# $field (String) - the field
# $page (String) - the page
fields-say-placed = { $field } is placed on { $page }.
# $place (String) - where the field is
fields-say-moved = { $place }
# $count (String) - how many
fields-say-removed = { $count } deleted. This can be undone.
fields-say-undone = Undone.
fields-say-redone = Redone.
# $count (String) - how many
fields-say-copied = { $count } copied.
# $count (String) - how many
fields-say-duplicated = { $count } duplicated.
fields-say-no-copies = There is no page for a copy.
fields-say-aligned = Aligned.
fields-say-most = No more than 500 input fields are possible.
fields-say-one-seal = A document has one box for the electronic signature at most.
fields-say-lost = Fields without a page
