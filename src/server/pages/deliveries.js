/**
 * Parked deliveries: why each could not be applied, what came, and what to do about it. The key lives in this variable and nowhere
 * else: closing the page forgets it.
 */
let key = '';
let language = navigator.language.startsWith('en') ? 'en' : 'vi';
let cursor = null;
let counts = [];

const TEXTS = {
  vi: {
    title: 'Thông báo không áp dụng được',
    key: 'Khoá API',
    keyHint:
      'Cần quyền deliveries:read; để xử lý cần thêm deliveries:write. Khoá chỉ nằm trong trang này, đóng trang là mất.',
    show: 'Xem',
    parked: 'Đang chờ xử lý',
    reason: 'Lý do',
    all: 'Tất cả',
    replayAll: 'Áp dụng lại tất cả',
    replayThese: 'Áp dụng lại nhóm này',
    replay: 'Áp dụng lại',
    body: 'Xem nội dung (đã che thông tin cá nhân)',
    erased: 'Nội dung đã bị xoá theo yêu cầu.',
    cut: 'Chỉ hiện phần đầu.',
    deleted: 'Đơn đã bị xoá ở cửa hàng',
    kept: 'Đơn vẫn còn ở cửa hàng',
    more: 'Xem thêm',
    loading: 'Đang tải…',
    none: 'Không có gì đang chờ. Mọi thông báo đã được áp dụng.',
    waiting: (count) => `${count} thông báo đang chờ xử lý.`,
    replayed: (count) => `Đang áp dụng lại ${count} thông báo.`,
    resolved: 'Đã ghi nhận.',
    received: (time) => `Nhận lúc ${time}`,
    detail: (detail) => `Chi tiết: ${detail}`,
    failed: (message) => `Không được: ${message}`,
    offline: 'không gọi được máy chủ',
  },
  en: {
    title: 'Deliveries that could not be applied',
    key: 'API key',
    keyHint:
      'It needs the scope deliveries:read, and deliveries:write to act. It stays in this page and is gone when you close it.',
    show: 'Show',
    parked: 'Waiting for somebody',
    reason: 'Reason',
    all: 'All',
    replayAll: 'Apply all again',
    replayThese: 'Apply these again',
    replay: 'Apply again',
    body: 'Show what came (personal values masked)',
    erased: 'The content was erased on request.',
    cut: 'Only the beginning is shown.',
    deleted: 'The order is deleted in the host',
    kept: 'The order is still in the host',
    more: 'Show more',
    loading: 'Loading…',
    none: 'Nothing waits. Every delivery was applied.',
    waiting: (count) => `${count} ${count === 1 ? 'delivery waits' : 'deliveries wait'} for somebody.`,
    replayed: (count) => `${count} ${count === 1 ? 'delivery is' : 'deliveries are'} being applied again.`,
    resolved: 'Noted.',
    received: (time) => `Received ${time}`,
    detail: (detail) => `Detail: ${detail}`,
    failed: (message) => `That did not work: ${message}`,
    offline: 'the server cannot be reached',
  },
};

/** In English the API explains each reason itself. */
const REASONS_VI = {
  not_json: 'Nội dung không phải JSON mã UTF-8: đã hỏng ở cửa hàng hoặc trên đường đi. Hãy cho cửa hàng gửi lại.',
  too_deep: 'Nội dung lồng nhau quá 64 tầng, không nền tảng nào gửi như vậy. Hãy xem nội dung trước khi áp dụng lại.',
  unreadable:
    'Thiếu một trường cần thiết, hoặc trường có dạng khác tài liệu. Phần chi tiết nêu tên trường. Áp dụng lại sau khi cập nhật.',
  currency_unknown: 'Cửa hàng chưa có tỷ giá cho loại tiền của đơn. Thêm tỷ giá trong phần cài đặt rồi áp dụng lại.',
  deletion_undated:
    'Cửa hàng báo “đã xoá” mà không kèm thời gian, sau khi đã báo “khôi phục”. Hãy xem đơn ở cửa hàng rồi chọn bên dưới.',
  failed: 'Áp dụng thất bại nhiều lần; phần chi tiết là mã lỗi. Hãy áp dụng lại và báo cho chúng tôi nếu vẫn lỗi.',
};

const find = (id) => document.getElementById(id);
const text = (name, ...given) => {
  const found = TEXTS[language][name];
  return typeof found === 'function' ? found(...given) : found;
};

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function say(message, isBad = false) {
  find('status').textContent = message;
  find('status').classList.toggle('bad', isBad);
}

async function ask(method, path, body) {
  const headers = { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) };
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { method, headers, body: body ? JSON.stringify(body) : undefined });
  } catch {
    throw new Error(text('offline'));
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

/** Runs what a button is for; the button rests meanwhile, and what goes wrong is said. */
function acting(button, work) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await work();
    } catch (error) {
      say(text('failed', error.message), true);
    } finally {
      button.disabled = false;
    }
  });
  return button;
}

async function load({ isNext = false, after = '' } = {}) {
  if (!isNext) say(text('loading'));
  const query = new URLSearchParams({ state: 'parked', limit: '20', ...(isNext && cursor ? { cursor } : {}) });
  const [page, summary] = await Promise.all([ask('GET', `/deliveries?${query}`), ask('GET', '/deliveries/summary')]);
  cursor = page.nextCursor;
  counts = summary.parkedByReason;
  if (!isNext) find('list').replaceChildren();
  const reason = find('reason').value;
  for (const delivery of page.items) {
    const card = cardOf(delivery);
    card.hidden = reason !== '' && delivery.parked.reason !== reason;
    find('list').append(card);
  }
  find('parked').hidden = false;
  find('more').hidden = cursor === null;
  showReasons();
  say([after, summary.parked === 0 ? text('none') : text('waiting', summary.parked)].filter(Boolean).join(' '));
}

function showReasons() {
  const select = find('reason');
  const chosen = select.value;
  const option = (value, label) => element('option', { value, textContent: label, selected: value === chosen });
  select.replaceChildren(
    option('', text('all')),
    ...counts.map(({ reason, count }) => option(reason, `${reason} (${count})`)),
  );
  find('replay-all').textContent = text(select.value === '' ? 'replayAll' : 'replayThese');
  find('replay-all').disabled = counts.length === 0;
}

function cardOf(delivery) {
  const { id, platform, topic, entity, receivedAt, parked } = delivery;
  const time = element('time', {
    dateTime: receivedAt,
    textContent: text('received', new Date(receivedAt).toLocaleString(language)),
  });
  const content = element('div');
  const card = element(
    'article',
    {},
    element('h3', { textContent: [platform, topic, entity].filter(Boolean).join(' · ') }),
    element('p', { className: 'quiet' }, time),
    element('p', { textContent: language === 'vi' ? (REASONS_VI[parked.reason] ?? parked.advice) : parked.advice }),
    element('p', { className: 'quiet', textContent: text('detail', parked.detail) }),
  );
  card.dataset.reason = parked.reason;
  card.append(element('div', { className: 'bar' }, ...actionsOf(delivery), bodyButton(id, content)), content);
  return card;
}

function actionsOf({ id, parked }) {
  const named = (name) => element('button', { type: 'button', textContent: text(name) });
  if (parked.reason === 'deletion_undated') {
    return ['deleted', 'kept'].map((outcome) =>
      acting(named(outcome), async () => {
        await ask('POST', `/deliveries/${id}/resolve`, { outcome });
        await load({ after: text('resolved') });
      }),
    );
  }
  return [
    acting(named('replay'), async () => {
      const { replayed } = await ask('POST', `/deliveries/${id}/replay`);
      await reloadAfter(replayed);
    }),
  ];
}

function bodyButton(id, content) {
  const button = element('button', { type: 'button', textContent: text('body') });
  button.setAttribute('aria-expanded', 'false');
  return acting(button, async () => {
    const isOpen = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!isOpen));
    if (isOpen) return content.replaceChildren();
    const { body, bodyCut } = await ask('GET', `/deliveries/${id}`);
    const shown = element('pre', { textContent: body ?? text('erased'), tabIndex: 0 });
    shown.setAttribute('aria-label', text('body'));
    content.replaceChildren(
      shown,
      ...(bodyCut ? [element('p', { className: 'quiet', textContent: text('cut') })] : []),
    );
  });
}

/** What is applied again takes a moment; then the list shows what is left. */
async function reloadAfter(replayed) {
  say(text('replayed', replayed));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await load({ after: text('replayed', replayed) });
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = `${text('title')} · Tessera`;
  for (const part of document.querySelectorAll('[data-text]')) part.textContent = text(part.dataset.text);
  for (const button of document.querySelectorAll('[data-language]'))
    button.setAttribute('aria-pressed', String(button.dataset.language === chosen));
  showReasons();
  if (key !== '') load().catch((error) => say(text('failed', error.message), true));
}

find('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  key = find('key').value.trim();
  load().catch((error) => {
    find('parked').hidden = true;
    say(text('failed', error.message), true);
  });
});
find('reason').addEventListener('change', () => {
  for (const card of find('list').children)
    card.hidden = find('reason').value !== '' && card.dataset.reason !== find('reason').value;
  showReasons();
});
acting(find('replay-all'), async () => {
  const reason = find('reason').value;
  const { replayed } = await ask('POST', '/deliveries/replay', reason === '' ? {} : { reason });
  await reloadAfter(replayed);
});
acting(find('more'), () => load({ isNext: true }));
for (const button of document.querySelectorAll('[data-language]'))
  button.addEventListener('click', () => speak(button.dataset.language));
speak(language);
