// Passkeys: asks the service what is to be signed, the browser for it, and sends the answer with the form. Forms
// for passkeys are hidden until it is known that the browser has them.

const decode = (text) => {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0)).buffer;
};
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const withBytes = (options) => {
  const bytes = { ...options, challenge: decode(options.challenge) };
  if (options.user) bytes.user = { ...options.user, id: decode(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) bytes[list] = options[list].map((known) => ({ ...known, id: decode(known.id) }));
  }
  return bytes;
};

const asText = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  const { id, rawId, type } = credential;
  const extensions = credential.getClientExtensionResults();
  return JSON.stringify({ id, rawId: encode(rawId), type, response, clientExtensionResults: extensions });
};

// What the service wants signed; an error with its own words when it refuses.
const begin = async (form) => {
  const answer = await fetch(form.dataset.begin, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { accept: "application/json" },
    redirect: "error",
  });
  const begun = await answer.json();
  if (!answer.ok) {
    const { message, elsewhere: isElsewhere, to } = begun;
    throw Object.assign(new Error(message), { isOurs: true, isElsewhere, to });
  }
  return begun;
};

const ask = (form, begun, more) => {
  const publicKey = withBytes(begun.options);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey, ...more })
    : navigator.credentials.get({ publicKey, ...more });
};

const send = (form, begun, credential) => {
  form.elements.ceremony.value = begun.ceremony;
  form.elements.credential.value = asText(credential);
  form.submit();
};

const words = (form, error) => {
  if (error.isOurs) return error.message;
  if (error.name === "NotAllowedError" || error.name === "AbortError") return form.dataset.cancelled;
  if (error.name === "InvalidStateError") return form.dataset.known;
  if (["NotSupportedError", "SecurityError", "ConstraintError"].includes(error.name)) return form.dataset.unsupported;
  return form.dataset.failed;
};

let autofill = new AbortController();

const onSubmit = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const problem = form.querySelector("[data-problem]");
  problem.hidden = true;
  // A browser takes one request at a time.
  autofill.abort();
  try {
    const begun = await begin(form);
    send(form, begun, await ask(form, begun));
  } catch (error) {
    // The page itself leads to what is missing; with a fragment it would not be loaded anew.
    if (error.to) return location.assign(error.to);
    if (error.isElsewhere) return location.assign(location.pathname + location.search);
    problem.textContent = words(form, error);
    problem.hidden = false;
    delete form.dataset.busy;
    delete form.dataset.sent;
  }
};

// Passkeys among what the browser fills in, for as long as a ceremony lives; then with a new one.
const offerAutofill = async (form) => {
  autofill = new AbortController();
  const { signal } = autofill;
  const renewal = setTimeout(() => {
    autofill.abort();
    offerAutofill(form);
  }, 270_000);
  try {
    const begun = await begin(form);
    send(form, begun, await ask(form, begun, { mediation: "conditional", signal }));
  } catch {
    clearTimeout(renewal);
  }
};

// On a device with passkeys of its own the other way is folded; on any other one the passkey is.
const offerFirst = (form, platform) => {
  const other = form.parentElement.querySelector("[data-other-way]");
  if (!other) return;
  if (platform) {
    if (other.querySelector(".has-error")) return;
    other.open = false;
    for (const button of other.querySelectorAll(".primary")) button.classList.remove("primary");
    return;
  }
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = form.querySelector("button").textContent;
  fold.append(summary, form);
  other.after(fold);
  other.querySelector(":scope > summary").remove();
  other.replaceWith(...other.childNodes);
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", onSubmit);
  }
  const first = document.querySelector("form[data-autofill]");
  if (first && (await PublicKeyCredential.isConditionalMediationAvailable?.())) offerAutofill(first);
  const platform = await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  for (const form of document.querySelectorAll("form[data-platform-first]")) {
    form.querySelector("button").classList.toggle("primary", platform);
    offerFirst(form, platform);
  }
}
