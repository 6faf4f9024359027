// The logs in the variables of a session, now and in the past: beside a notebook, and recorded beside a page of the site.
const MAX_FRAMES = 100;
const STEP = 24;

class Lane {
  // move: shows a variable from an offset on; undefined if the lane is recorded.
  constructor(move) {
    this.move = move;
    this.element = document.createElement('aside');
    this.element.className = 'lane';
    this.element.setAttribute('aria-label', 'The logs');
    this.element.innerHTML = '<details><summary><h2>The logs</h2><output for="history"></output></summary><div class="history">'
      + '<label for="history">History</label><input type="range" id="history" min="0" step="1"></div><div class="logs"></div></details>'
      + '<p class="spoken" aria-live="polite"></p>';
    [this.details, this.when, this.range, this.logs, this.spoken] = ['details', 'output', 'input', '.logs', '.spoken'].map(each => this.element.querySelector(each));
    this.details.open = matchMedia('(min-width: 62rem)').matches;
    this.details.addEventListener('toggle', () => this.toEnd());
    this.range.addEventListener('input', () => this.scrub());
    this.logs.addEventListener('click', event => {
      const turn = event.target.closest('.pager button');
      if (turn) this.move(turn.closest('.variable').dataset.variable, Number(turn.dataset.to));
    });
    this.clear();
  }

  // Adds a new state, and shows it unless the learner looks at an old one.
  show({html, change}, cell) {
    const atEnd = this.range.value === this.range.max;
    if (change) this.change = cell ? `${cell}: ${change}` : change;
    this.frames.push({html, change: this.change});
    if (this.frames.length > MAX_FRAMES) {
      this.frames.shift();
      if (!atEnd) this.range.stepDown(); // to the state that is shown
    }
    this.range.max = String(this.frames.length - 1);
    this.range.disabled = this.frames.length < 2;
    if (atEnd && this.move) {
      this.range.value = this.range.max;
      this.drawing ??= requestAnimationFrame(() => {
        this.drawing = undefined;
        this.scrub();
      });
    }
  }

  scrub() {
    const at = Number(this.range.value);
    const frame = this.frames[at];
    if (!frame) return;
    const now = at === this.frames.length - 1;
    this.when.textContent = `${now && this.move ? 'Now' : `${at + 1} of ${this.frames.length}`}${frame.change ? `, after ${frame.change}` : ''}`;
    this.range.setAttribute('aria-valuetext', this.when.textContent);
    this.draw(frame.html, now);
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { this.spoken.textContent = (frame.change ?? '').slice(0, 300); }, 700);
  }

  draw(html, now) {
    if (html === this.drawn) return;
    this.drawn = html;
    const key = details => `${details.closest('.variable').dataset.variable} ${details.className}`;
    const open = new Set([...this.logs.querySelectorAll('.variable details[open]')].map(key));
    this.logs.innerHTML = html;
    this.element.classList.toggle('empty', !html);
    for (const details of this.logs.querySelectorAll('.variable details')) details.open = open.has(key(details));
    if (now && this.move) this.logs.querySelectorAll('.variable').forEach(section => this.pager(section));
    this.toEnd();
  }

  toEnd() {
    for (const log of this.logs.querySelectorAll('.log')) log.scrollLeft = log.scrollWidth;
  }

  pager(section) {
    const [first, begin, last] = ['first', 'from', 'last'].map(name => Number(section.dataset[name]));
    if (last - first <= STEP) return;
    const end = begin + STEP, atFirst = begin <= first, atLast = end >= last;
    const turn = (text, label, to, off) => `<button type="button" data-to="${to}" aria-label="${label} of ${section.dataset.variable}"${off ? ' disabled' : ''}>${text}</button>`;
    section.insertAdjacentHTML('beforeend', `<div class="pager">${turn('⇤', 'beginning', first, atFirst)}${turn('←', 'earlier', Math.max(first, begin - STEP), atFirst)}`
      + `<span>from ${begin}</span>${turn('→', 'later', atLast ? -1 : end, atLast)}${turn('⇥', 'end', -1, atLast)}</div>`);
  }

  clear() {
    this.frames = [];
    this.range.max = this.range.value = '0';
    this.range.disabled = true;
    this.when.textContent = '';
    this.draw('', false);
  }
}

// Shows a recorded lane. It follows the reader from cell to cell, but not past a prediction whose answer is folded.
function showRecorded({sections, frames}) {
  const lane = new Lane();
  document.querySelector('.beside').append(lane.element);
  lane.show({html: '<p class="facts">Before the first cell.</p>'});
  for (const {cell, change, parts} of frames) lane.show({html: parts.map(part => sections[part]).join(''), change}, `cell ${cell}`);
  const cells = [...document.querySelectorAll('section.cell')];
  let last;
  const follow = () => {
    const read = cells.findLastIndex(cell => cell.getBoundingClientRect().top < innerHeight * 0.6) + 1;
    const question = cells.findIndex(cell => cell.querySelector('.answer:not([open])'));
    const cell = question < 0 ? read : Math.min(read, question);
    if (cell === last) return;
    last = cell;
    lane.range.value = String(frames.findLastIndex(frame => frame.cell <= cell) + 1);
    lane.scrub();
  };
  addEventListener('scroll', follow, {passive: true});
  document.addEventListener('toggle', follow, {capture: true});
  follow();
}

if (globalThis.gregorLane) showRecorded(globalThis.gregorLane);
