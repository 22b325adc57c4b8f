/** The demo store's admin: a few pages of its own, the frame with ours, and the choices that a host passes on. */
import { TEXTS } from './texts.js';

const { address, shopName, users } = JSON.parse(document.getElementById('host').textContent);
const element = (id) => document.getElementById(id);
const OWN_VIEWS = { orders: 'order', customers: 'customer', products: 'product', discounts: null, reports: null };
const SAID_MS = 8000;

const state = {
  view: 'tessera',
  id: null,
  path: '/',
  lang: 'vi',
  theme: 'light',
  user: users[0].id,
  ...stateIn(location),
};
let frame = null;
const text = (name, values = {}) =>
  Object.entries(values).reduce((said, [key, value]) => said.replace(`{${key}}`, value), TEXTS[state.lang][name]);

/** Everything that a reload has to bring back stands in the address. */
function stateIn({ search }) {
  const given = new URLSearchParams(search);
  const one = (name, known) => (known.includes(given.get(name)) ? { [name]: given.get(name) } : {});
  const path = given.get('path');
  return {
    view: Object.hasOwn(OWN_VIEWS, given.get('view') ?? '') ? given.get('view') : 'tessera',
    id: given.get('id'),
    ...(path?.startsWith('/') ? { path } : {}),
    ...one('lang', ['vi', 'en']),
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    ...one('theme', ['light', 'dark']),
    ...one(
      'user',
      users.map(({ id }) => id),
    ),
  };
}

function addressOf({ view, id, path, lang, theme, user }) {
  const place = view === 'tessera' ? { path } : { view, ...(id === null ? {} : { id }) };
  return `/?${new URLSearchParams({ ...place, lang, theme, user }).toString().replaceAll('%2F', '/')}`;
}

function keepPlace() {
  history.replaceState(null, '', addressOf(state));
}

function show() {
  document.documentElement.lang = state.lang;
  document.documentElement.dataset.theme = state.theme;
  for (const each of document.querySelectorAll('[data-text]')) each.textContent = text(each.dataset.text);
  for (const each of document.querySelectorAll('[data-shop]')) each.textContent = shopName;
  for (const each of document.querySelectorAll('[data-view]')) {
    const isCurrent = each.dataset.view === state.view;
    each.href = addressOf({ ...state, view: each.dataset.view, id: null, path: '/' });
    if (isCurrent) each.setAttribute('aria-current', 'page');
    else each.removeAttribute('aria-current');
  }
  element('nav').setAttribute('aria-label', text('menu'));
  element('user').replaceChildren(
    ...users.map(({ id, name, role }) => new Option(`${name}: ${text(role)}`, id, false, id === state.user)),
  );
  element('lang').value = state.lang;
  element('theme').value = state.theme;
  const isOurs = state.view === 'tessera';
  element('ours').hidden = !isOurs;
  element('own').hidden = isOurs;
  if (isOurs) {
    startFrame();
    return;
  }
  document.title = `${text(state.view)} · ${shopName}`;
  element('own-title').textContent = text(state.view);
  element('own-thing').hidden = state.id === null;
  if (state.id !== null)
    element('own-thing').textContent = text('ownThing', {
      what: text(`${OWN_VIEWS[state.view] ?? 'order'}Thing`),
      id: state.id,
    });
}

function startFrame() {
  frame ??= window.tesseraFrame({
    frame: element('frame'),
    address,
    path: state.path,
    context: { locale: state.lang, theme: state.theme, opens: ['order', 'customer', 'product'] },
    askHandoff: async () => (await post('/handoff', { user: state.user })).handoff,
    onPlace(path) {
      state.path = path;
      if (state.view === 'tessera') keepPlace();
    },
    onOpen: (kind, id) => goTo({ view: `${kind}s`, id }),
    onTitle(title) {
      if (state.view === 'tessera') document.title = title;
    },
    onLoading: (on) => {
      element('bar').hidden = !on;
    },
    onSilent: () => say(text('silent')),
  });
}

/** A page of the store's own makes an entry in the history; ours makes its entries in its frame. */
function goTo({ view, id = null }) {
  closeMenu();
  if (view === 'tessera' && state.view === 'tessera') {
    frame?.go('/');
    return;
  }
  Object.assign(state, { view, id });
  history.pushState(null, '', addressOf(state));
  show();
  if (view !== 'tessera') element('own-title').focus();
}

async function post(url, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

let saidUntil;
function say(what) {
  element('said').textContent = what;
  clearTimeout(saidUntil);
  saidUntil = setTimeout(() => say(''), SAID_MS);
}

async function placeOrder() {
  const button = element('order');
  if (button.ariaBusy === 'true') return;
  button.ariaBusy = 'true';
  button.textContent = text('ordering');
  try {
    const { number, name, totalVnd } = await post('/orders', {});
    closeMenu();
    const money = new Intl.NumberFormat(state.lang === 'vi' ? 'vi-VN' : 'en-GB', {
      style: 'currency',
      currency: 'VND',
    });
    say(text('ordered', { number, name, total: money.format(totalVnd) }));
  } catch {
    say(text('orderFailed'));
  } finally {
    button.ariaBusy = 'false';
    button.textContent = text('order');
  }
}

function closeMenu() {
  delete element('side').dataset.open;
  element('menu-button').setAttribute('aria-expanded', 'false');
}

element('menu-button').addEventListener('click', () => {
  const isOpen = element('menu-button').getAttribute('aria-expanded') === 'true';
  if (isOpen) return closeMenu();
  element('side').dataset.open = '';
  element('menu-button').setAttribute('aria-expanded', 'true');
});
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape' || !('open' in element('side').dataset)) return;
  closeMenu();
  element('menu-button').focus();
});
document.addEventListener('click', (event) => {
  const view = event.target.closest?.('a[data-view]')?.dataset.view;
  if (view === undefined || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  goTo({ view });
});
element('order').addEventListener('click', placeOrder);
element('lang').addEventListener('change', ({ target }) => choose({ lang: target.value }));
element('theme').addEventListener('change', ({ target }) => choose({ theme: target.value }));
// Somebody else at the desk starts anew, as after signing out of a store and in again.
element('user').addEventListener('change', ({ target }) =>
  location.assign(addressOf({ ...state, user: target.value, path: '/' })),
);

function choose(change) {
  Object.assign(state, change);
  keepPlace();
  show();
  frame?.setContext({ locale: state.lang, theme: state.theme });
}

window.addEventListener('popstate', () => {
  Object.assign(state, stateIn(location));
  show();
});

keepPlace();
show();
