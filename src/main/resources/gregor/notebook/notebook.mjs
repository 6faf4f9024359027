// The notebook of a lesson: its cells in order, the keys, and saving.
import {button, claim, draft, isAway, listen, node, post, tell} from './server.mjs';
import {Cell} from './cell.mjs';
import {exercises} from './exercise.mjs';

const KEYS = [['Enter', 'edit the cell'], ['Esc', 'leave the editor'], ['Shift+Enter', 'run, then go to the next paragraph'],
  ['Ctrl+Enter, ⌘+Enter', 'run'], ['j, k, ↓, ↑', 'next cell, previous cell'], ['a, b', 'a new cell above, below'], ['d d', 'delete the cell'],
  ['z', 'undo'], ['e a', 'run stale cells'], ['i i', 'stop'], ['Tab, Ctrl+Space', 'complete (in the editor)'],
  ['Shift+Tab', 'documentation (in the editor)'], ['?', 'these keys']];
const EXPORTS = [['html', 'Export as a page'], ['jsh', 'Export as a script']];

// Arrow keys move between the controls of a bar, which is a single stop for the Tab key.
function arrows(bar) {
  const items = () => [...bar.querySelectorAll('button, summary')].filter(each => each.checkVisibility());
  const stop = wanted => bar.querySelectorAll('button, summary').forEach(each => { each.tabIndex = each === wanted ? 0 : -1; });
  bar.addEventListener('focusin', event => stop(event.target));
  bar.addEventListener('keydown', event => {
    const all = items(), at = all.indexOf(event.target);
    const to = {ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1}[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length).focus();
  });
  stop(items()[0] ?? bar.querySelector('button'));
}

// A menu that closes when an entry is chosen, with Escape, and when the focus leaves it.
export function menu(label, title, entries) {
  const close = () => { element.open = false; };
  const element = node('details', {class: 'menu', focusout: event => { if (!element.contains(event.relatedTarget)) close(); },
    keydown: event => { if (event.key === 'Escape' && element.open) { close(); element.firstChild.focus(); event.stopPropagation(); } }},
  node('summary', {'aria-label': title, title}, label),
  node('div', {}, ...entries.map(([text, action]) => button(text, () => { close(); action(); }))));
  return element;
}

class Notebook {
  constructor(root) {
    this.lesson = root.dataset.lesson;
    this.root = root;
    this.article = root.querySelector('article');
    this.cells = new Map();
    this.undo = [];
    this.added = 0;
    this.waiting = new Set();
    this.lane = new Lane((variable, from) => post('window', {session: this.session, variable, from}).catch(error => this.trouble(error)));
    this.status = node('p', {class: 'status', role: 'status'}, 'Starting …');
    this.parts = [...this.article.children].filter(child => !child.matches('header, .toc'));
    this.parts.forEach((part, index) => { part.dataset.part = index; });
    this.tools = this.makeTools();
    root.before(this.tools);
    arrows(this.tools);
    this.score = node('p', {class: 'score', role: 'status'});
    (root.querySelector('.onward') ?? root).prepend(this.score);
    this.more = node('p', {class: 'more'}, 'The lesson continues when you have committed to an answer, or skipped the question.');
    this.article.after(this.more);
    root.append(this.lane.element);
    document.addEventListener('keydown', event => this.key(event));
    addEventListener('pagehide', () => {
      this.saveNow();
      if (this.session) post('leave', {session: this.session}).catch(() => {});
    });
    addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  }

  async start() {
    for (const element of this.article.querySelectorAll('section.cell')) {
      const number = Number(element.dataset.number);
      this.adopt(new Cell(this, {id: `c${number}`, number, element, code: element.querySelector('pre.java').textContent,
        kinds: element.dataset.kinds ? element.dataset.kinds.split(' ') : [], question: element.querySelector('.question'),
        explanation: element.querySelector('.explanation'), setup: element.querySelector('.setup > summary')?.textContent}));
    }
    this.original = new Map([...this.cells.values()].map(cell => [cell.number, cell]));
    this.select(this.order()[0], false, true);
    this.disclose();
    this.own();
    listen(event => this.receive(event));
  }

  // -- one tab works on a lesson at a time
  own(steal = false) {
    this.wait?.abort();
    this.wait = new AbortController();
    const late = setTimeout(() => this.elsewhere(), 1500);
    claim(this.lesson, {steal, signal: this.wait.signal, lost: () => {
      this.elsewhere();
      this.own();
    }}).then(giveUp => {
      clearTimeout(late);
      if (!giveUp) return;
      this.giveUp = giveUp;
      this.banner?.remove();
      this.inert(false);
      if (this.connected) this.join();
    });
  }

  elsewhere() {
    this.giveUp = this.session = null;
    this.inert(true);
    this.say('This lesson is open in another tab.');
    this.banner ??= node('p', {class: 'elsewhere', role: 'alert'}, 'This lesson is open in another tab, with your work and its session. ',
      button('Continue here', () => this.takeOver()));
    this.tools.after(this.banner);
  }

  inert(away) {
    for (const part of [...this.article.children, this.lane.element]) part.inert = away && !part.matches('header');
  }

  takeOver() {
    tell({type: 'give', lesson: this.lesson});
    setTimeout(() => { if (!this.giveUp) this.own(true); }, 2000);
  }

  async give() {
    await this.saveNow();
    const giveUp = this.giveUp;
    this.elsewhere();
    giveUp();
    this.own();
  }

  // Opens the session of the lesson: the same one after a reload, or a new one that continues with the cells of the page.
  async join() {
    if (!this.giveUp) return;
    try {
      const {session, document: saved, notice, right, answered} = await post('open', {lesson: this.lesson});
      this.scored = {right, answered};
      const before = this.session;
      this.session = session;
      if (before && before !== session) this.resume();
      else if (!before) this.load(JSON.parse(draft.read(this.lesson)) ?? saved);
      this.loaded = true;
      if (this.unsaved) this.touched();
      if (notice) this.dialog('Your files', node('p', {}, notice));
      this.lane.clear();
      await post('watch', {session});
    } catch (error) {
      this.trouble(error);
      if (isAway(error)) setTimeout(() => this.join(), 2000);
    }
  }

  // The page may be newer than what is saved.
  resume() {
    this.cells.forEach(cell => cell.show(cell.state === 'waiting' ? 'waiting' : cell.output ? 'before' : 'new'));
    this.saveNow();
  }

  adopt(cell) {
    this.cells.set(cell.id, cell);
    cell.element.cell = cell;
  }

  order() {
    return [...this.article.querySelectorAll('section.cell')].map(element => element.cell).filter(Boolean);
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  trouble(error) {
    if (isAway(error)) {
      this.silent();
    } else if (error.status === 410) {
      this.join();
    } else {
      this.say(error.message);
      this.status.classList.add('bad');
    }
  }

  silent() {
    delete document.body.dataset.ready;
    this.say('The notebook has stopped. '
      + 'Start ./gregor notebook again, and open the address that it prints; then this page continues.');
    this.status.classList.add('bad');
  }

  // -- events of the server
  receive(event) {
    if (event.type === 'connected') {
      this.connected = true;
      this.join();
    }
    else if (event.type === 'silent' && this.giveUp) this.silent();
    else if (event.type === 'give' && event.lesson === this.lesson && this.giveUp) this.give();
    else if (event.session && event.session === this.session) this.receiveOwn(event, this.cells.get(event.cell));
  }

  receiveOwn(event, cell) {
    switch (event.type) {
      case 'ready': this.ready(); break;
      case 'restarted': this.say('A new process has begun.'); break;
      case 'queued': cell?.show('queued'); break;
      case 'dropped': cell?.show(cell.output ? 'before' : 'new'); break;
      case 'started': cell?.begin(); this.say(cell ? `Running ${cell.name} …` : ''); break;
      case 'output': cell?.add(event.text); break;
      case 'input': cell?.askForInput(); break;
      case 'lane': this.lane.show(event, cell?.name); break;
      case 'cell':
        if (cell) {
          cell.end(event);
          if (event.state !== 'stale') this.say(event.ok || cell.element.dataset.state === 'fresh' ? 'Ready.' : `${cell.stateLabel.textContent}.`);
          this.touched();
        }
    }
  }

  ready() {
    this.say('Ready.');
    this.status.classList.remove('bad');
    document.body.dataset.ready = 'true';
    const waiting = [...this.waiting];
    this.waiting.clear();
    waiting.forEach(cell => this.run(cell));
  }

  // -- running
  async run(cell) {
    if (!cell.answered) {
      cell.say('Commit to an answer first; a guess is fine.');
      cell.answer.focus();
      return false;
    }
    if (!this.session) {
      cell.show('waiting');
      this.waiting.add(cell);
      return false;
    }
    try {
      cell.show('queued');
      await post('run', {session: this.session, cell: cell.id, code: cell.code, once: cell.kinds.includes('once')});
      if (cell.number && !cell.kinds.includes('predict')) this.reached(cell, null);
      return true;
    } catch (error) {
      if (isAway(error) || error.status === 410) {
        cell.show('waiting');
        this.waiting.add(cell);
      } else {
        cell.show('new');
        cell.say(error.message);
      }
      this.trouble(error);
      return false;
    }
  }

  // Runs the cell and shows its output; then the next paragraph comes into view.
  async runAndGo(cell) {
    cell.element.focus({preventScroll: true});
    const ended = new Promise(resolve => { cell.whenEnded = resolve; });
    if (!await this.run(cell)) return;
    await ended;
    cell.result.scrollIntoView({block: 'nearest'});
    if (document.activeElement === cell.element) this.go(cell.element);
  }

  go(from) {
    let next = from.nextElementSibling;
    while (next?.hidden) next = next.nextElementSibling;
    if (!next) return;
    if (next.cell) this.select(next.cell, true, true);
    else {
      next.tabIndex = -1;
      next.focus({preventScroll: true});
    }
    const below = next.getBoundingClientRect().top - innerHeight * 0.7;
    if (below > 0) scrollBy({top: Math.min(below, innerHeight * 0.6)});
  }

  // Stops at the first question that has no answer yet.
  async runAll(wanted = () => true) {
    for (const cell of this.order().filter(wanted)) {
      if (!cell.answered) {
        cell.say('All cells before this question run. Commit to an answer, or skip it.');
        this.select(cell, true);
        cell.answer.focus();
        return;
      }
      await this.run(cell);
    }
  }

  reached(cell, right) {
    post('reached', {session: this.session, number: cell.number, right})
      .then(score => { this.scored = score; this.showScore(); }).catch(error => this.trouble(error));
  }

  showScore() {
    const questions = this.order().filter(cell => cell.kinds.includes('predict'));
    const skipped = questions.filter(cell => cell.skipped).length;
    const {right = 0, answered = 0} = this.scored ?? {};
    this.score.textContent = [answered && `You predicted ${right} of ${answered} at the first try`, skipped && `you skipped ${skipped}`,
      (answered || skipped) && `the lesson has ${questions.length} questions`].filter(Boolean).join('; ') + (answered || skipped ? '.' : '');
  }

  // Hides what follows the first question without an answer: it would give the answer away.
  disclose() {
    const open = this.order().find(cell => !cell.answered);
    let hide = false;
    for (const part of this.article.children) {
      const was = part.hidden;
      part.hidden = hide;
      if (was && !hide) part.cell?.editor.refresh();
      if (part === open?.element) hide = true;
    }
    this.more.hidden = !open;
    this.root.querySelector('.onward')?.toggleAttribute('hidden', Boolean(open));
    this.article.querySelectorAll('.toc li').forEach(item => {
      item.hidden = Boolean(document.getElementById(item.firstChild.hash.slice(1))?.closest('[data-part]')?.hidden);
    });
    this.showScore();
  }

  // -- structure
  select(cell, focus, quiet) {
    if (!cell) return;
    this.selected?.element.classList.remove('selected');
    this.selected = cell;
    cell.element.classList.add('selected');
    if (focus) cell.element.focus({preventScroll: true});
    if (focus && !quiet) cell.element.scrollIntoView({block: 'nearest'});
  }

  insert(beside, above) {
    const cell = new Cell(this, {id: `i${Date.now()}-${++this.added}`});
    this.adopt(cell);
    beside.element[above ? 'before' : 'after'](cell.element);
    this.remember(() => this.detach(cell));
    cell.editor.refresh();
    this.disclose();
    this.select(cell, true);
    return cell;
  }

  detach(cell) {
    const cells = this.order();
    const at = cells.indexOf(cell);
    cell.element.remove();
    this.cells.delete(cell.id);
    this.select(cells[at + 1] || cells[at - 1], true);
    this.touched();
  }

  remove(cell) {
    const before = cell.element.previousElementSibling;
    const parent = cell.element.parentElement;
    this.remember(() => {
      before ? before.after(cell.element) : parent.prepend(cell.element);
      this.adopt(cell);
      this.select(cell, true);
    });
    this.detach(cell);
  }

  move(cell, step) {
    let other = cell.element;
    do other = step < 0 ? other.previousElementSibling : other.nextElementSibling; while (other?.hidden);
    if (other?.dataset.part === undefined && !other?.cell) return;
    other[step < 0 ? 'before' : 'after'](cell.element);
    this.remember(() => this.move(cell, -step));
    this.disclose();
    this.select(cell, true);
  }

  remember(back) {
    this.undo.push(back);
    this.touched();
  }

  undoLast() {
    const back = this.undo.pop();
    if (back) back();
    else this.say('There is nothing to undo.');
    this.touched();
  }

  // -- saving
  document() {
    const items = [...this.article.children].filter(child => child.cell || child.dataset.part !== undefined && !child.matches('section.cell')).map(child => child.cell
      ? {cell: child.cell.id, number: child.cell.number, code: child.cell.code, output: child.cell.output, failed: child.cell.failed,
        plot: child.cell.plot, answered: child.cell.answered, skipped: child.cell.skipped}
      : {part: Number(child.dataset.part)});
    return {version: 1, lesson: this.lesson, items};
  }

  touched() {
    if (this.loading) return;
    this.unsaved = true;
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.saveNow(), 400);
  }

  // Saves on the server; in this browser until the server has answered.
  async saveNow() {
    clearTimeout(this.saving);
    if (!this.session || !this.unsaved) return;
    this.unsaved = false;
    const saved = this.document();
    draft.keep(this.lesson, JSON.stringify(saved));
    try {
      await post('save', {session: this.session, document: saved});
      if (!this.unsaved) draft.drop(this.lesson);
      document.body.dataset.saved = String(Date.now());
    } catch (error) {
      this.unsaved = true;
      this.trouble(error);
    }
  }

  // What was typed before the session was open is newer than what is saved.
  load(saved) {
    if (!saved) return;
    this.loading = true;
    const shown = new Set();
    for (const item of saved.items) {
      if (item.part !== undefined) {
        const part = this.parts[item.part];
        if (part && !part.matches('section.cell')) this.article.append(part);
      } else {
        const known = this.cells.get(item.cell) || this.original.get(item.number);
        const cell = known || new Cell(this, {id: item.cell, number: 0});
        this.adopt(cell);
        shown.add(cell);
        this.article.append(cell.element);
        if (cell.code !== item.code && (this.loaded || cell.editor.isClean())) cell.editor.setValue(item.code);
        if (item.output !== cell.output) cell.restore(item.output || '', item.failed, item.plot || '');
        if (item.answered && cell.question) cell.accept(item.skipped);
      }
    }
    for (const cell of this.order()) {
      if (!shown.has(cell)) {
        cell.element.remove();
        this.cells.delete(cell.id);
      }
    }
    this.cells.forEach(cell => cell.editor.refresh());
    this.loading = false;
    this.disclose();
    this.select(this.order()[0], false, true);
  }

  // -- tools and keys
  makeTools() {
    return node('div', {class: 'tools', role: 'toolbar', 'aria-label': 'Notebook'},
      button('Run all', () => this.runAll()), button('Stop', () => this.stop(), {title: 'Stop (i i)'}),
      button('Restart', () => this.restart(), {title: 'A new process, in which no cell has run'}),
      menu('More', 'More actions', [['Run stale cells', () => this.runStale()], ['Run to here', () => this.runToHere()], ['Undo', () => this.undoLast()],
        ['Snapshots …', () => this.snapshots()], ...EXPORTS.map(([as, text]) => [text, () => this.export(as)]),
        ['Keys …', () => this.help()]]), this.status);
  }

  restart() {
    return post('restart', {session: this.session})
      .then(() => this.cells.forEach(cell => cell.show(cell.output ? 'before' : 'new'))).catch(error => this.trouble(error));
  }

  stop() {
    return post('stop', {session: this.session}).catch(error => this.trouble(error));
  }

  runStale() {
    return this.runAll(cell => ['stale', 'edited'].includes(cell.state) && cell.answered);
  }

  runToHere() {
    const cells = this.order();
    return this.runAll(cell => cells.indexOf(cell) <= cells.indexOf(this.selected));
  }

  // A page comes from the server; a script is the code of the cells.
  async export(as) {
    this.unsaved = true;
    await this.saveNow();
    const script = () => URL.createObjectURL(new Blob([this.order().map(cell => cell.code).join('\n\n') + '\n']));
    const link = node('a', {href: as === 'jsh' ? script() : `/api/export?session=${this.session}`, download: `gregor-${this.lesson}.${as}`});
    document.body.append(link);
    link.click();
    link.remove();
  }

  dialog(title, ...content) {
    const dialog = node('dialog', {'aria-label': title, close: () => dialog.remove()}, node('h2', {}, title), ...content,
      node('form', {method: 'dialog'}, node('button', {}, 'Close')));
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  help() {
    this.dialog('Keys', node('table', {}, node('tbody', {}, ...KEYS.map(([key, what]) => node('tr', {}, node('th', {scope: 'row'}, key), node('td', {}, what))))));
  }

  async snapshots() {
    const {names} = await post('snapshots', {session: this.session});
    const name = node('input', {id: 'snapshot-name', value: new Date().toISOString().slice(0, 16).replace('T', ' ').replace(':', '.')});
    const dialog = this.dialog('Snapshots', node('p', {}, node('label', {for: 'snapshot-name'}, 'Save the notebook as it is now, as '), name, ' ', button('Save', async () => {
      this.unsaved = true;
      await this.saveNow();
      post('snapshot', {session: this.session, name: name.value}).then(() => dialog.close(), error => this.say(error.message));
    })), node('ul', {}, ...names.map(each => node('li', {}, button(each, async () => {
      const before = this.document();
      this.load((await post('revert', {session: this.session, name: each})).document);
      this.remember(() => this.load(before));
      dialog.close();
    })))));
  }

  key(event) {
    if (event.ctrlKey && event.key !== 'Enter' || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const typing = event.target.closest('input, select, textarea, [contenteditable="true"], .CodeMirror');
    if (typing || !this.selected || !this.giveUp) return;
    const onControl = event.target.closest('button, a, summary');
    const prose = event.target.closest('[data-part]:not(section.cell)');
    const cells = this.order();
    const at = cells.indexOf(this.selected);
    const two = this.before + event.key;
    this.before = ['d', 'i', 'e'].includes(event.key) && this.before !== event.key ? event.key : '';
    const done = () => event.preventDefault();
    if (event.key === 'Enter' && event.shiftKey && prose) { this.go(prose); done(); }
    else if (event.key === 'Enter' && event.shiftKey) { this.runAndGo(this.selected); done(); }
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { this.run(this.selected); done(); }
    else if (event.metaKey || onControl && event.key === 'Enter' || onControl?.closest('.tools, .menu')) return;
    else if (event.key === 'Enter') { this.selected.focusEditor(); done(); }
    else if (['j', 'ArrowDown'].includes(event.key)) { this.select(cells[at + 1], true); done(); }
    else if (['k', 'ArrowUp'].includes(event.key)) { this.select(cells[at - 1], true); done(); }
    else if (two === 'ea') { this.runStale(); done(); }
    else if (two === 'dd') { this.remove(this.selected); done(); }
    else if (two === 'ii') { this.stop(); done(); }
    else if (event.key === 'a') { this.insert(this.selected, true); done(); }
    else if (event.key === 'b') { this.insert(this.selected, false); done(); }
    else if (event.key === 'z') { this.undoLast(); done(); }
    else if (event.key === '?') { this.help(); done(); }
  }
}

const root = document.getElementById('notebook');
if (root) {
  const book = new Notebook(root);
  book.start();
} else {
  exercises();
}
