// The desk's keyboard, drafts and alerts. Everything works without it except the keys and the live marks.
(() => {
  "use strict";
  const body = document.body;
  const base = body.dataset.base || "";
  const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
  const visible = (el) => el && el.offsetParent !== null && !el.disabled;

  // --- keys: data-go (g, then letter), data-key (single letter outside fields), data-hot (function keys anywhere)
  let afterG = 0;
  const act = (el) => { if (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)) { el.focus(); el.select?.(); } else { if (el.tagName === "SUMMARY") el.focus(); el.click(); } };
  const rows = () => [...document.querySelectorAll("[data-list] [data-row]")].filter(visible);
  const moveRow = (step) => {
    const all = rows(); if (!all.length) return false;
    const at = all.findIndex((row) => row.classList.contains("here"));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
    all.forEach((row) => row.classList.toggle("here", row === next));
    next.querySelector("a, button")?.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest" });
    return true;
  };
  // Enter in a field of a case goes on to the next one: a call or a case ends by its own key alone
  const toNext = (el) => { const all = [...el.form.querySelectorAll("input, select, textarea")].filter(visible); all[all.indexOf(el) + 1]?.focus(); };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && event.target.dataset?.enter) { event.preventDefault(); document.getElementById(event.target.dataset.enter)?.click(); return; }
    if (event.key === "Enter" && !event.ctrlKey && event.target.matches?.("#call input, .new-case input")) { event.preventDefault(); toNext(event.target); return; }
    const hot = document.querySelector(`[data-hot="${event.key}"]`);
    if (hot && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault(); if (visible(hot)) act(hot); return;
    }
    if (event.altKey && /^[0-9a-z]$/i.test(event.key)) {
      const pick = document.querySelector(`[data-alt="${event.key.toLowerCase()}"]`);
      if (visible(pick)) { event.preventDefault(); act(pick); }
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest?.("form");
      if (form) { event.preventDefault(); form.requestSubmit(form.querySelector("[data-main]") || undefined); }
      return;
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.me[open], dialog[open]").forEach((el) => { el.open = false; });
      if (typing(document.activeElement)) document.activeElement.blur();
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key;
    const pick = document.querySelector(`details[open] [data-pick="${CSS.escape(key)}"]`);
    if (visible(pick)) { event.preventDefault(); act(pick); return; }
    if (Date.now() - afterG < 1500) {
      const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      afterG = 0; if (link) { event.preventDefault(); location.href = link.href; } return;
    }
    if (key === "g") { afterG = Date.now(); return; }
    if (key === "?") { body.classList.toggle("show-keys"); return; }
    if (key === "j" || key === "k") { if (moveRow(key === "j" ? 1 : -1)) event.preventDefault(); return; }
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (visible(target)) { event.preventDefault(); act(target); }
    else if (key === "n" && body.dataset.takesCalls !== undefined && !document.getElementById("call")) location.href = `${base}/calls#phone`;
  });

  // --- forms are sent once; a question comes before what cannot be undone
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const ask = event.submitter?.dataset.ask || form.dataset.ask;
    if (ask && !window.confirm(ask)) { event.preventDefault(); return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post" && !form.hasAttribute("data-stays")) {
      form.dataset.sent = "1"; setTimeout(() => { delete form.dataset.sent; }, 8000);
    }
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // --- move forms: choosing one opens it, and focuses its first field
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.move") && event.target.open) {
      document.querySelectorAll("details.move[open]").forEach((other) => { if (other !== event.target) other.open = false; });
      event.target.querySelector("textarea, input:not([type=hidden]), select, button")?.focus();
    }
  }, true);

  // --- who comes back to a page sees what was typed, though it stands in something folded
  window.addEventListener("pageshow", () => document.querySelectorAll("details:not([open]) :is(input:not([type=hidden]), textarea)").forEach((el) => {
    if (el.value !== el.defaultValue) for (let fold = el.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }));

  // --- a picture comes when somebody looks at it, not with the page: that it was opened goes on record
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details[data-shows]") && event.target.open) event.target.querySelectorAll("[data-src]").forEach((el) => { el.onerror = () => { const p = document.createElement("p"); p.className = "hint"; p.textContent = "这张图片显示不了：文件坏了，或者不是图片。请下载了看，或请本人重新发一份。"; el.replaceWith(p); }; el.src = el.dataset.src; delete el.dataset.src; });
  }, true);

  // --- what could not be done or sent is said
  const toast = (html) => {
    const box = document.getElementById("toast"); if (!box) return;
    const place = document.createElement("template"); place.innerHTML = html; const told = place.content.firstElementChild;
    [...box.children].forEach((el) => { if (el.textContent === told.textContent) el.remove(); });
    box.append(told); setTimeout(() => told.remove(), 9000);
  };
  const plain = (text, kind, href) => {
    const p = document.createElement("p"); p.className = kind;
    if (href) { const link = document.createElement("a"); link.href = href; link.textContent = text; p.append(link); } else p.textContent = text;
    toast(p.outerHTML);
  };
  document.addEventListener("htmx:responseError", (event) => {
    const text = event.detail.xhr.responseText || "";
    if (text.startsWith("<p")) toast(text); else plain("没有办成，请稍后再试。内容还在页面上。", "fault");
    if (event.detail.xhr.status >= 500) keepLater(event.detail);
  });
  document.addEventListener("htmx:sendError", (event) => { plain("没有连上服务器。内容还在页面上，连上后会再存。", "fault"); keepLater(event.detail); });

  // --- what is kept while somebody types, and could not be, is kept once the server is there again; nothing is sent or lodged by itself
  const waiting = new Set();
  function keepLater({ elt, target, requestConfig }) {
    if (!elt.matches("#notes, [hx-post][hx-swap=none]") || waiting.has(elt)) return;
    waiting.add(elt);
    setTimeout(() => { waiting.delete(elt); if (elt.isConnected) window.htmx.ajax("POST", requestConfig.path, { source: elt, target, swap: elt.getAttribute("hx-swap") }); }, 5000);
  }

  // --- values taken from a suggestion go into their fields
  document.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take]");
    if (take) { event.preventDefault(); takeOne(take); }
    if (event.target.closest("[data-take-all]")) { event.preventDefault(); document.querySelectorAll(".takes [data-take]").forEach((el) => takeOne(el, true)); }
    const say = event.target.closest("[data-insert]");
    if (say) {
      event.preventDefault(); const box = document.getElementById(say.dataset.into);
      if (box) { box.value = (box.value ? box.value.replace(/\s*$/, "\n") : "") + say.dataset.insert; box.focus(); box.dispatchEvent(new Event("input", { bubbles: true })); }
    }
    const kinds = event.target.closest("details.kinds > summary")?.parentElement;
    if (kinds) document.querySelectorAll("details.kinds[open]").forEach((other) => { if (other !== kinds) other.open = false; });
    if (event.target.closest("[data-back]")) { event.preventDefault(); if (history.length > 1) history.back(); else location.href = `${base}/`; }
    if (event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
  });
  function takeOne(el, onlyEmpty) {
    const box = document.getElementById(el.dataset.take); if (!box) return;
    if (onlyEmpty && box.value && box.dataset.taken !== "1") return;
    box.value = el.dataset.value; box.dataset.taken = "1"; box.classList.add("taken");
    if (box.type === "hidden") document.querySelectorAll(`[data-take="${box.id}"]`).forEach((one) => one.setAttribute("aria-pressed", one === el));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  document.addEventListener("input", (event) => { if (event.isTrusted && event.target.dataset) { delete event.target.dataset.taken; event.target.classList?.remove("taken"); } });

  // --- where the server got to in telling is kept, so that the next page, or a line opened anew, hears what came meanwhile
  const line = document.querySelector("nav.menu[sse-connect]");
  const goOn = () => line?.setAttribute("sse-connect", `${base}/events?seen=${encodeURIComponent(sessionStorage.getItem("seen") || "")}`);
  goOn();
  document.addEventListener("htmx:sseMessage", (event) => {
    if (line?.contains(event.target) && event.detail.lastEventId) { sessionStorage.setItem("seen", event.detail.lastEventId); goOn(); }
  });

  // --- alerts pushed by the server: title, sound, and the page that should open
  const title = document.title; let blinking = 0;
  const stopBlinking = () => { clearInterval(blinking); blinking = 0; document.title = title; };
  const beep = () => {
    try {
      const audio = new AudioContext(); audio.resume().catch(() => {}); const gain = audio.createGain(); gain.gain.value = 0.08; gain.connect(audio.destination);
      [660, 880].forEach((pitch, i) => { const tone = audio.createOscillator(); tone.frequency.value = pitch; tone.connect(gain); tone.start(audio.currentTime + i * 0.22); tone.stop(audio.currentTime + i * 0.22 + 0.18); });
      setTimeout(() => {
        if (audio.state === "suspended" && !navigator.userActivation?.hasBeenActive) { plain("浏览器还不让这个页面出声：点一下页面，往后有急事就会响。", "tell"); document.addEventListener("pointerdown", beep, { once: true }); }
        audio.close();
      }, 900);
    } catch { /* no sound on this machine */ }
  };
  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    const known = event.detail.type === "message" && /id="(m-\d+)"/.exec(event.detail.data || "");
    if (known && document.getElementById(known[1])) event.preventDefault();
  });
  document.addEventListener("htmx:sseMessage", (event) => {
    const type = event.detail.type;
    if (type === "alert" && event.detail.data) {
      const alert = JSON.parse(event.detail.data);
      if (alert.open && location.pathname === base + alert.open) return;
      plain(alert.text, alert.urgent ? "fault" : "tell", alert.at && base + alert.at);
      if (alert.urgent) beep();
      if (!blinking) { let on = false; blinking = setInterval(() => { on = !on; document.title = on ? (alert.text.startsWith("【") ? alert.text : `【${alert.text}】`) : title; }, 1000); }
      if (alert.open && body.dataset.takesCalls !== undefined) openCall(base + alert.open, alert.text);
    }
    document.querySelectorAll(`[data-pushed~="${CSS.escape(type)}"]`).forEach((el) => window.htmx?.trigger(el, "pushed"));
    if (type === "moved" && !document.querySelector("form[data-sent]")) location.reload();
    if (type === "message") { const log = document.querySelector("[data-talk]"); if (log) log.scrollTop = log.scrollHeight; }
  });
  // --- a call that was put through opens by itself; over a call still being noted, while typing, or over what was typed and not yet sent, it is a link with a key
  const changed = (el) => el.options ? [...el.options].some((one) => one.index && one.selected !== one.defaultSelected) : /^(checkbox|radio)$/.test(el.type) ? el.checked !== el.defaultChecked : el.value !== el.defaultValue;
  const typed = () => document.querySelector("main > .fault") || [...document.querySelectorAll("main :is(textarea, input:not([type=hidden]), form[method=post] select)")].some((el) => visible(el) && changed(el));
  function openCall(href, text) {
    if (location.pathname === href) return;
    const at = document.activeElement;
    if (!document.getElementById("call") && !typed() && (!typing(at) || at.matches("#phone:placeholder-shown"))) { location.href = href; return; }
    const box = document.getElementById("toast"); if (!box) return;
    const p = document.createElement("p"); p.className = "tell put-through";
    const link = document.createElement("a"); link.href = href; link.dataset.hot = "F7"; link.append(`${text}，打开 `, Object.assign(document.createElement("kbd"), { textContent: "F7" }));
    p.append(link); box.querySelector(".put-through")?.remove(); box.prepend(p);
  }

  // --- a list that is loaded anew keeps the row that was chosen; htmx keeps the focus of what has an id
  let here = "";
  document.addEventListener("htmx:beforeSwap", () => { here = document.querySelector("[data-row].here")?.id || ""; });
  document.addEventListener("htmx:afterSettle", () => { if (here) document.getElementById(here)?.classList.add("here"); });

  ["focus", "keydown", "pointerdown"].forEach((name) => window.addEventListener(name, stopBlinking));

  // --- a printed page shows what is folded on the screen
  window.addEventListener("beforeprint", () => document.querySelectorAll("main details.fold:not(.no-print)").forEach((el) => { if (!el.closest(".no-print")) el.open = true; }));

  // --- dates of a countdown on the call screen, and the end of a transcript
  const tick = () => document.querySelectorAll("[data-since]").forEach((el) => {
    const s = Math.max(0, Math.floor((Date.now() - Date.parse(el.dataset.since)) / 1000));
    el.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
  });
  if (document.querySelector("[data-since]")) { tick(); setInterval(tick, 1000); }
  document.querySelectorAll("[data-talk]").forEach((el) => { el.scrollTop = el.scrollHeight; });
})();
