/**
 * Keeps the page up to date, sends its forms without leaving it, counts down and copies. All markup comes from the
 * sandbox, escaped there; what has not changed is not touched, so that focus, open details and half-filled forms stay.
 */
export const script = `'use strict';
const byId = (id) => document.getElementById(id);
const sources = new WeakMap();
document.documentElement.classList.add('has-script');

/* A counted-down text is no change. */
const sourceOf = (node) => {
  const copy = node.cloneNode(true);
  for (const counted of copy.querySelectorAll('[data-until]')) counted.textContent = '';
  return copy.outerHTML;
};
for (const list of document.querySelectorAll('[data-live]'))
  for (const child of list.children) sources.set(child, sourceOf(child));

/* Time */
let zero = 0;
let frozen = false;
const readClock = (node) => {
  frozen = node.dataset.frozen === 'true';
  zero = Number(node.dataset.now) - (frozen ? 0 : performance.now());
};
const now = () => zero + (frozen ? 0 : performance.now());
/* True where a sign-in has run out. */
const countDown = () => {
  document.querySelector('[data-clock]').textContent = new Date(now()).toISOString().slice(0, 19).replace('T', ' ');
  let over = false;
  for (const left of document.querySelectorAll('[data-until]')) {
    const seconds = Math.max(0, Math.ceil((Number(left.dataset.until) - now()) / 1000));
    left.textContent = seconds + ' s left';
    over ||= seconds === 0;
  }
  return over;
};

/* What has changed, and nothing else */
const news = [];
const update = (list, fresh) => {
  const there = new Map([...list.children].map((child) => [child.id, child]));
  const focused = list.contains(document.activeElement) ? document.activeElement.id : undefined;
  const kept = new Set();
  const wanted = [...fresh.children].map((child) => {
    const source = sourceOf(child);
    const old = there.get(child.id);
    if (child.hasAttribute('data-now')) readClock(child);
    if (old !== undefined && sources.get(old) === source) { kept.add(old); return old; }
    sources.set(child, source);
    if (old === undefined && child.dataset.newsText !== undefined) news.push(child.dataset.newsText);
    if (old?.matches('details[open]')) child.setAttribute('open', '');
    return child;
  });
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  let cursor = list.firstElementChild;
  for (const child of wanted) {
    if (child === cursor) cursor = cursor.nextElementSibling;
    else list.insertBefore(child, cursor);
  }
  if (focused !== undefined && !list.contains(document.activeElement)) {
    const title = list.closest('section').getAttribute('aria-labelledby');
    (byId(focused) ?? byId(title)).focus({ preventScroll: true });
  }
};

const busy = new Map();
const refresh = async (name) => {
  if (busy.has(name)) { busy.set(name, true); return; }
  busy.set(name, false);
  try {
    const answer = await fetch('/__sandbox/page/' + name);
    if (!answer.ok) return;
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    for (const fresh of template.content.querySelectorAll('[data-live]')) update(byId(fresh.id), fresh);
    countDown();
    if (news.length > 0) byId('news').textContent = news.splice(0).slice(0, 3).join(' ');
  } catch { /* The connection is lost, and the page says so. */
  } finally {
    const again = busy.get(name);
    busy.delete(name);
    if (again) refresh(name);
  }
};
const sections = [...document.querySelectorAll('[data-changed-by]:not([data-changed-by=""])')];
const refreshFor = (parts) => {
  for (const { id, dataset } of sections) {
    const changed = dataset.changedBy.split(' ').some((part) => parts === undefined || parts.includes(part));
    if (changed || parts.includes('reset')) refresh(id);
  }
};

/* The connection */
const connect = () => {
  const connection = byId('connection');
  const events = new EventSource('/__sandbox/events');
  const tell = (text, lost) => {
    if (connection.textContent !== text) connection.textContent = text;
    connection.classList.toggle('lost', lost);
  };
  events.addEventListener('open', () => { tell('Live', false); refreshFor(); });
  events.addEventListener('change', (event) => refreshFor(JSON.parse(event.data)));
  events.addEventListener('error', () => {
    tell('Connection lost, trying again', true);
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
  });
};

/* Forms and copying */
let noticeEnd;
const notice = (text, wrong) => {
  const place = byId('notice');
  place.textContent = text;
  place.classList.toggle('wrong', wrong);
  clearTimeout(noticeEnd);
  noticeEnd = setTimeout(() => { place.textContent = ''; }, wrong ? 12000 : 4000);
};
document.addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  try {
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, redirect: 'manual' });
    if (answer.type !== 'opaqueredirect' && !answer.ok) {
      const { title, hint } = await answer.json();
      notice(title + ' ' + hint, true);
    } else {
      notice(form.dataset.done, false);
      if (form.dataset.clear !== undefined) form.reset();
    }
    refresh(form.closest('[data-changed-by]')?.id ?? 'sign-ins');
  } catch {
    notice('The sandbox does not answer: is it still running?', true);
  }
});
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (button === null) return;
  const what = button.dataset.what.replace(/^t/, 'T');
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    return notice('This browser does not let the page copy: select the text instead.', true);
  }
  const label = button.getAttribute('aria-label').split(':')[0];
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = label; }, 2000);
  notice(what + ' is copied.', false);
});

/* An operation names its provider, and a provider its operations. */
const faults = byId('fault-form').elements;
const chosenGroup = () => faults.operation.selectedOptions[0].closest('optgroup');
const limitOperations = () => {
  const { value } = faults.provider;
  for (const group of faults.operation.querySelectorAll('optgroup'))
    group.hidden = group.disabled = value !== '' && group.label !== value;
};
faults.operation.addEventListener('change', () => {
  const group = chosenGroup();
  if (group !== null) faults.provider.value = group.label;
  limitOperations();
});
faults.provider.addEventListener('change', () => {
  const group = chosenGroup();
  if (group !== null && group.label !== faults.provider.value) faults.operation.value = '';
  limitOperations();
});
/* A browser fills a form in again after a reload. */
limitOperations();

readClock(document.querySelector('[data-now]'));
countDown();
setInterval(() => { if (countDown()) refresh('sign-ins'); }, 1000);
connect();
`;
