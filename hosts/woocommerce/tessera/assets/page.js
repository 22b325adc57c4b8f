/** Opens the admin in the frame that includes/page.php has printed. */
(() => {
  const box = document.getElementById('tessera-admin');
  const { address, path, locale, ajax, nonce, ...given } = box.dataset;
  let handoff = given.handoff;

  /** The first came with the page; a page that the browser has kept brings one that was used, and the frame asks again. */
  async function askHandoff() {
    const first = handoff;
    handoff = null;
    if (first) return first;
    const asked = new URLSearchParams({ action: 'tessera_handoff', nonce });
    const response = await fetch(ajax, { method: 'POST', credentials: 'same-origin', body: asked });
    const answer = response.ok ? await response.json() : null;
    return answer?.success ? answer.data.handoff : null;
  }

  window.tesseraFrame({
    frame: box.querySelector('iframe'),
    address,
    path,
    context: { locale, theme: 'light', opens: ['order', 'customer', 'product'] },
    askHandoff,
    onPlace(place) {
      const here = new URL(window.location.href);
      here.searchParams.set('path', place);
      window.history.replaceState(null, '', here);
    },
    onOpen(kind, hostId) {
      window.location.assign(given[kind].replace('{id}', encodeURIComponent(hostId)));
    },
    onTitle(title) {
      document.title = title;
    },
    onSilent() {
      box.querySelector('.notice').hidden = false;
    },
  });
})();
