// Passkeys: <button data-passkey="make|use" data-options="ADDRESS" data-send="ADDRESS" data-failed="…" hidden> beside a
// <p role="status">. The button shows itself where the browser can do it; the page's form token travels in a header.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function ask(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    body: JSON.stringify(body ?? {}),
    credentials: "same-origin",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector("[name=csrf_token]")?.value ?? "",
    },
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail ?? told.title);
  return told;
}

async function make(button) {
  const options = await ask(button.dataset.options);
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  options.excludeCredentials = (options.excludeCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const made = await navigator.credentials.create({ publicKey: options });
  return {
    name: document.querySelector("#field-passkey-name")?.value ?? "",
    credential: {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: {
        attestationObject: text(made.response.attestationObject),
        clientDataJSON: text(made.response.clientDataJSON),
      },
    },
  };
}

async function use(button) {
  const options = await ask(button.dataset.options);
  options.challenge = bytes(options.challenge);
  options.allowCredentials = (options.allowCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const proof = await navigator.credentials.get({ publicKey: options });
  return {
    next: document.querySelector("[name=next]")?.value ?? "",
    credential: {
      id: proof.id,
      rawId: text(proof.rawId),
      type: proof.type,
      response: {
        authenticatorData: text(proof.response.authenticatorData),
        clientDataJSON: text(proof.response.clientDataJSON),
        signature: text(proof.response.signature),
        userHandle: proof.response.userHandle ? text(proof.response.userHandle) : null,
      },
    },
  };
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = button.parentElement.querySelector("[role=status]");
    words.textContent = "";
    try {
      const proof = await (button.dataset.passkey === "make" ? make(button) : use(button));
      const { next } = await ask(button.dataset.send, proof);
      location.assign(next);
      // Only the part after # may differ: then the page has to be read anew.
      if (next.startsWith(location.pathname)) location.reload();
    } catch (error) {
      // Who closes the browser's window has changed their mind; everything else is said.
      words.textContent = error.name === "NotAllowedError" ? button.dataset.failed : error.message;
    }
  });
}
