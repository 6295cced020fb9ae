// Asks the browser for a passkey before the form inside a <passkey-form> is sent, and puts it into that form. The element stays hidden where
// the browser knows no passkeys, as on plain http. What it says stands in its attributes, in the reader's language.
const known = ["parseCreationOptionsFromJSON", "parseRequestOptionsFromJSON"].every((x) => typeof window.PublicKeyCredential?.[x] === "function");

// The server takes an answer for five minutes.
const goodFor = 4 * 60 * 1000;

customElements.define("passkey-form", class extends HTMLElement {
  #form;
  #asking;
  #again;
  #isTaken = false;
  #look = () => this.#offer();

  async connectedCallback() {
    if (!known) return;
    this.#form = this.querySelector("form");
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take();
    });
    this.closest("section[hidden]")?.removeAttribute("hidden");
    this.hidden = false;
    if ("autofill" in this.dataset && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
      // Tabs share what the server remembers of a browser, so the one that is looked at asks anew.
      document.addEventListener("visibilitychange", this.#look);
      this.#offer();
    }
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#look);
    this.#stop();
  }

  // Browsers take one question at a time.
  #stop() {
    clearTimeout(this.#again);
    this.#asking?.abort();
  }

  // Lists passkeys among the names that the browser offers for the user name.
  async #offer() {
    if (this.#isTaken || !("autofill" in this.dataset)) return;
    this.#stop();
    if (document.hidden) return;
    this.#again = setTimeout(this.#look, goodFor);
    try {
      await this.#ask("conditional");
    } catch { /* nobody asked for it; the button tells what is wrong */ }
  }

  async #take() {
    this.#stop();
    this.#isTaken = true;
    this.#say("");
    try {
      await this.#ask();
    } catch (error) {
      this.#isTaken = false;
      if (error.name === "AbortError") return;
      const { cancelled, failed, known } = this.dataset;
      this.#say(error.said || { NotAllowedError: cancelled, InvalidStateError: known }[error.name] || failed);
      this.#offer();
    }
  }

  async #ask(mediation) {
    const { signal } = this.#asking = new AbortController();
    const answer = await fetch(this.dataset.options, { method: "POST", body: new FormData(this.#form), signal });
    if (!answer.ok) throw Object.assign(new Error("refused"), { said: await answer.text() });
    const options = await answer.json();
    const credential = "new" in this.dataset
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal });
    this.#form.elements["Passkey.Credential"].value = JSON.stringify(credential);
    this.#form.submit();
  }

  #say(text) {
    const line = this.querySelector("[data-problem]");
    line.textContent = text;
    line.hidden = !text;
  }
});
