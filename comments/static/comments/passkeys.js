// Passkeys: the browser asks the device, the form carries the answer to the site.
// webauthnJSON (of django-allauth) turns the options' text into bytes and back.

async function optionsOf(form) {
  const here = document.getElementById("passkey-options");
  if (here) return JSON.parse(here.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") {
    return window.webauthnJSON.get(options.request_options);
  }
  const created = options.creation_options;
  // Kept on the device and unlocked there, so that it signs in by itself.
  Object.assign(created.publicKey.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return window.webauthnJSON.create(created);
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const failure = form.querySelector("[data-failure]");
  failure.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await ask(form));
    form.submit();
  } catch {
    failure.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", submit);
    form.hidden = false;
  }
}
