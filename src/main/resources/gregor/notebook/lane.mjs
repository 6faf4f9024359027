// The logs in the variables of the session, now and in the past.
import {node, post} from './server.mjs';

const MAX_FRAMES = 400;
const STEP = 24;

export class Lane {
  constructor(book) {
    this.book = book;
    this.frames = [];
    this.logs = node('div', {class: 'logs'}, node('p', {class: 'empty'}, 'Run a cell that creates a log, and it is drawn here.'));
    this.spoken = node('p', {class: 'spoken', 'aria-live': 'polite'});
    this.range = node('input', {type: 'range', id: 'history', min: 0, max: 0, value: 0, step: 1, disabled: true, input: () => this.scrub()});
    this.when = node('output', {for: 'history'}, 'now');
    this.element = node('aside', {class: 'lane', 'aria-label': 'The logs of this session'}, node('h2', {}, 'The logs'),
      node('div', {class: 'history'}, node('label', {for: 'history'}, 'History'), this.range, this.when), this.logs, this.spoken);
  }

  // Adds a new state, and shows it unless the learner looks at an old one.
  show({html, sentence}) {
    const atEnd = Number(this.range.value) === Number(this.range.max);
    this.frames.push({html, sentence});
    if (this.frames.length > MAX_FRAMES) this.frames.shift();
    this.range.max = String(Math.max(0, this.frames.length - 1));
    this.range.disabled = this.frames.length < 2;
    if (atEnd) {
      this.range.value = this.range.max;
      if (!this.drawing) {
        this.drawing = true;
        requestAnimationFrame(() => {
          this.drawing = false;
          this.scrub();
        });
      }
    }
  }

  scrub() {
    const at = Number(this.range.value);
    const frame = this.frames[at];
    if (!frame) return;
    const now = at === this.frames.length - 1;
    this.when.textContent = now ? 'now' : `${at + 1} of ${this.frames.length}`;
    this.range.setAttribute('aria-valuetext', this.when.textContent);
    if (frame.html === this.drawn) return;
    this.drawn = frame.html;
    const open = new Set([...this.logs.querySelectorAll('details[open]')].map(details => details.closest('.variable').dataset.variable));
    this.logs.innerHTML = frame.html || '<p class="empty">Run a cell that creates a log, and it is drawn here.</p>';
    for (const section of this.logs.querySelectorAll('.variable')) {
      if (open.has(section.dataset.variable)) section.querySelector('details')?.setAttribute('open', '');
      if (now) this.pager(section);
      for (const log of section.querySelectorAll('.log')) log.scrollLeft = log.scrollWidth;
    }
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { this.spoken.textContent = frame.sentence.slice(0, 600); }, 700);
  }

  pager(section) {
    const {variable, first, from, last} = section.dataset;
    if (Number(last) - Number(first) <= STEP) return;
    const move = to => post('window', {session: this.book.session, variable, from: to}).catch(error => this.book.trouble(error));
    const button = (text, label, to, off) => node('button', {type: 'button', 'aria-label': `${label} of ${variable}`, disabled: off, click: () => move(to)}, text);
    const begin = Number(from), end = begin + STEP;
    section.append(node('div', {class: 'pager'}, button('⇤', 'beginning', Number(first), begin <= Number(first)), button('←', 'earlier', Math.max(Number(first), begin - STEP), begin <= Number(first)),
      node('span', {}, `from ${begin}`), button('→', 'later', end >= Number(last) ? -1 : end, end >= Number(last)), button('⇥', 'end', -1, end >= Number(last))));
  }

  clear() {
    this.frames = [];
    this.range.max = this.range.value = '0';
  }
}
