/* Passkeys: asks the device, puts its answer into the form, sends the form. No other page needs this file.
   A form says what it wants: data-passkey="create" (a new one), "get" (one of mine) or "login" (whoever I am). */
const answers = window.webauthnJSON;

function fault(form, kind) {
  for (const words of document.querySelectorAll("[data-passkey-fault]")) {
    words.hidden = words.dataset.passkeyFault !== kind;
  }
  form.querySelector("[data-passkey-ask]").disabled = false;
}

async function options(form) {
  if (form.dataset.passkey === "login") {
    const response = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!response.ok) throw new Error("no options");
    return (await response.json()).request_options;
  }
  const data = JSON.parse(document.getElementById("passkey-options").textContent);
  return data.creation_options ?? data.request_options;
}

async function ask(form) {
  const button = form.querySelector("[data-passkey-ask]");
  button.disabled = true;
  try {
    const wanted = structuredClone(await options(form));
    let answer;
    if (form.dataset.passkey === "create") {
      // One that lives on the device and asks for finger, face or PIN: it counts as both factors.
      Object.assign(wanted.publicKey.authenticatorSelection, {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      });
      answer = await answers.create(wanted);
    } else {
      answer = await answers.get(wanted);
    }
    form.elements.credential.value = JSON.stringify(answer);
    form.requestSubmit();
  } catch (error) {
    fault(form, error.name === "NotAllowedError" || error.name === "AbortError" ? "stopped" : "unknown");
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!answers || !window.PublicKeyCredential) continue;
  form.hidden = false;
  form.querySelector("[data-passkey-ask]").addEventListener("click", () => ask(form));
  // Enter in the name field asks the device too, instead of sending a form without an answer.
  form.addEventListener("submit", (event) => {
    if (!form.elements.credential.value) {
      event.preventDefault();
      ask(form);
    }
  });
}
