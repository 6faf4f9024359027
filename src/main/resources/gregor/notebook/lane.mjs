// The logs in the variables of the session, now and in the past.
import {button, node, post} from './server.mjs';

const MAX_FRAMES = 100;
const STEP = 24;

export class Lane {
  constructor(book) {
    this.book = book;
    this.logs = node('div', {class: 'logs'});
    this.spoken = node('p', {class: 'spoken', 'aria-live': 'polite'});
    this.range = node('input', {type: 'range', id: 'history', min: 0, step: 1, input: () => this.scrub()});
    this.when = node('output', {for: 'history'});
    this.element = node('aside', {class: 'lane', 'aria-label': 'The logs of this session'},
      node('details', {open: matchMedia('(min-width: 62rem)').matches, toggle: () => this.toEnd()}, node('summary', {}, node('h2', {}, 'The logs'), this.when),
        node('div', {class: 'history'}, node('label', {for: 'history'}, 'History'), this.range), this.logs), this.spoken);
    this.clear();
  }

  // Adds a new state, and shows it unless the learner looks at an old one.
  show({html, change}, cell) {
    const atEnd = this.range.value === this.range.max;
    if (change) this.change = cell ? `${cell.name}: ${change}` : change;
    this.frames.push({html, change: this.change});
    if (this.frames.length > MAX_FRAMES) this.frames.shift();
    this.range.max = String(this.frames.length - 1);
    this.range.disabled = this.frames.length < 2;
    if (atEnd) {
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
    this.when.textContent = `${now ? 'Now' : `${at + 1} of ${this.frames.length}`}${frame.change ? `, after ${frame.change}` : ''}`;
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
    if (now) this.logs.querySelectorAll('.variable').forEach(section => this.pager(section));
    this.toEnd();
  }

  toEnd() {
    for (const log of this.logs.querySelectorAll('.log')) log.scrollLeft = log.scrollWidth;
  }

  pager(section) {
    const {variable, first, from, last} = section.dataset;
    if (Number(last) - Number(first) <= STEP) return;
    const move = to => post('window', {session: this.book.session, variable, from: to}).catch(error => this.book.trouble(error));
    const turn = (text, label, to, off) => button(text, () => move(to), {'aria-label': `${label} of ${variable}`, disabled: off});
    const begin = Number(from), end = begin + STEP;
    section.append(node('div', {class: 'pager'}, turn('⇤', 'beginning', Number(first), begin <= Number(first)), turn('←', 'earlier', Math.max(Number(first), begin - STEP), begin <= Number(first)),
      node('span', {}, `from ${begin}`), turn('→', 'later', end >= Number(last) ? -1 : end, end >= Number(last)), turn('⇥', 'end', -1, end >= Number(last))));
  }

  clear() {
    this.frames = [];
    this.range.max = this.range.value = '0';
    this.range.disabled = true;
    this.when.textContent = '';
    this.draw('', false);
  }
}
