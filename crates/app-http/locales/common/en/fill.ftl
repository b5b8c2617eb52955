# Filling input fields on the pages.

fill-title = Fields to fill in
fill-intro = Choose a box on the pages or an entry below to fill it in.
fill-intro-form = Fill in the fields and press “Save”. What is saved is shown on the pages exactly as it will be printed.
fill-go = Go to the fields
fill-save = Save
fill-saved = What you filled in was saved.
fill-next = Next field
fill-done = Done
fill-close = Close
fill-missing = { $count ->
    [one] { $count } field is not filled in
   *[other] { $count } fields are not filled in
}
fill-begin = Start filling in ({ $count } left)
fill-go-on = Continue filling in ({ $count } left)
fill-complete = Everything that is required is filled in.
fill-missing-first = Go back and fill them in before you agree.
fill-go-back = Back to the fields
fill-state-missing = Not filled in
fill-state-filled = Filled in
fill-own = { $label }: { $state }
fill-kind-text = Text
fill-kind-checkbox = Checkbox
fill-kind-date = Date
fill-kind-choice = Choice
fill-kind-stamp = Stamp
fill-kind-signature = Signature
fill-kind-on-page = { $kind } (page { $page })
fill-day-of-consent = The day of the consent is filled in
fill-day-of-sending = The day of sending is filled in
fill-seal-box = The electronic signature is shown here
fill-by = { $name } fills this in
fill-by-others = Another person fills this in
fill-checked = Checked
fill-unchecked = Not checked
fill-choose = Choose
fill-no-choice = None
fill-limit = Up to { $limit } characters
fill-stamp-text = Characters of the stamp
fill-stamp-hint = 1 to 8 characters, written vertically.
fill-stamp-now = Stamp
fill-stamp-of = a stamp “{ $text }”
fill-stamp-image = the organisation’s stamp
fill-stamp-use-image = Use the organisation’s own stamp
fill-signature-draw = Sign in the box with a finger, a pen or the mouse.
fill-signature-typed = Or type a name
fill-signature-name = Name that is written as a signature
fill-signature-clear = Clear
fill-signature-undo = Undo
fill-signature-use = Use this signature
fill-signature-remove = Remove the saved signature
fill-signature-of = the signature “{ $name }”
fill-signature-drawn = a drawn signature
fill-as-printed = As it will be printed
fill-not-saved = It could not be saved. Check the connection and try again.
fill-reload = It could not be saved. Reload the page.
