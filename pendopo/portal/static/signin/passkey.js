// Passkeys: the browser makes or shows one, and the form takes its answer along. Codes work without this file.
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const make = async (options) => {
    const key = options.publicKey;
    const made = await navigator.credentials.create({
      publicKey: {
        ...key,
        challenge: bytes(key.challenge),
        user: { ...key.user, id: bytes(key.user.id) },
        excludeCredentials: known(key.excludeCredentials),
      },
    });
    return [made, { attestationObject: text(made.response.attestationObject) }];
  };

  const show = async (options) => {
    const key = options.publicKey;
    const shown = await navigator.credentials.get({
      publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: known(key.allowCredentials) },
    });
    const { authenticatorData, signature, userHandle } = shown.response;
    const answer = { authenticatorData: text(authenticatorData), signature: text(signature) };
    return [shown, userHandle ? { ...answer, userHandle: text(userHandle) } : answer];
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const trouble = form.querySelector("[data-passkey-trouble]");
      trouble.hidden = true;
      try {
        const options = JSON.parse(form.dataset.options);
        const [found, answer] = await (form.dataset.passkey === "create" ? make : show)(options);
        form.elements.credential.value = JSON.stringify({
          id: found.id,
          rawId: text(found.rawId),
          type: found.type,
          authenticatorAttachment: found.authenticatorAttachment,
          clientExtensionResults: found.getClientExtensionResults(),
          response: { ...answer, clientDataJSON: text(found.response.clientDataJSON) },
        });
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
})();
