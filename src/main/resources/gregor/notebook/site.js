// The search of the pages: needs no server, and loads its index when it is first used.
const search = document.querySelector('.search');
const [field, found] = [search.querySelector('input'), search.querySelector('ul')];
search.hidden = false;

function load() {
  if (load.begun) return;
  load.begun = true;
  const script = document.createElement('script');
  script.src = 'search-index.js';
  script.onload = show;
  document.head.append(script);
}

function show() {
  const words = field.value.toLowerCase().split(/\s+/).filter(word => word.length > 1);
  found.replaceChildren();
  found.hidden = !words.length;
  if (!words.length || !globalThis.gregorIndex) return;
  const hits = gregorIndex.filter(([, title, text]) => words.every(word => `${title} ${text}`.toLowerCase().includes(word)))
    .sort((one, other) => words.filter(word => other[1].toLowerCase().includes(word)).length - words.filter(word => one[1].toLowerCase().includes(word)).length);
  for (const [address, title, text] of hits.slice(0, 12)) {
    const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 40);
    const link = Object.assign(document.createElement('a'), {href: address});
    link.append(Object.assign(document.createElement('strong'), {textContent: title}), ` … ${text.slice(at, at + 110)} …`);
    const item = document.createElement('li');
    item.append(link);
    found.append(item);
  }
  if (!hits.length) found.append(Object.assign(document.createElement('li'), {textContent: 'Nothing found.'}));
}

field.addEventListener('focus', load);
field.addEventListener('input', show);
search.addEventListener('submit', event => event.preventDefault());
search.addEventListener('keydown', event => { if (event.key === 'Escape') { field.value = ''; show(); field.focus(); } });
