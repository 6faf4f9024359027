// The notebook of a lesson: its cells in order, the keys, and saving.
import {enter, leave, listen, node, post} from './server.mjs';
import {Cell} from './cell.mjs';
import {Lane} from './lane.mjs';
import {exercises} from './exercise.mjs';

const KEYS = [['Enter', 'edit the cell'], ['Esc', 'leave the editor'], ['Shift+Enter', 'run, and go to the next cell'], ['Ctrl+Enter, ⌘+Enter', 'run'],
  ['j, k, ↓, ↑', 'next cell, previous cell'], ['a, b', 'a new cell above, below'], ['d d', 'delete the cell'], ['z', 'undo'],
  ['e a', 'run stale cells'], ['i i', 'stop'], ['Tab, Ctrl+Space', 'complete (in the editor)'], ['Shift+Tab', 'documentation (in the editor)'], ['?', 'these keys']];

// The server does not answer, or does not know this browser yet.
const stopped = error => error.status === 403 || error instanceof TypeError && error.status === undefined;

class Notebook {
  constructor(root) {
    this.lesson = root.dataset.lesson;
    this.article = root.querySelector('article');
    this.cells = new Map();
    this.undo = [];
    this.added = 0;
    this.lane = new Lane(this);
    this.status = node('p', {class: 'status', role: 'status'}, 'Starting …');
    this.lastPart = null;
    this.parts = [...this.article.children].filter(child => !child.matches('header'));
    this.parts.forEach((part, index) => { part.dataset.part = index; });
    root.before(this.tools());
    this.score = node('p', {class: 'score', role: 'status'});
    this.article.after(this.score);
    root.append(this.lane.element);
    document.addEventListener('keydown', event => this.key(event));
    addEventListener('pagehide', () => {
      this.saveNow();
      leave(this.session);
    });
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
    await this.join();
  }

  async join() {
    try {
      const {session, document: saved, notice, right, answered} = await enter(this.lesson);
      this.showScore(right, answered);
      const again = this.session;
      this.session = session;
      if (again) this.resume();
      else if (saved) this.load(saved);
      if (notice) this.dialog('Your files', node('p', {}, notice));
      this.stream?.close();
      this.stream = listen(session, event => this.receive(event), () => this.silent(), () => this.lost());
    } catch (error) {
      this.trouble(error);
      if (stopped(error)) setTimeout(() => this.join(), 2000);
    }
  }

  async lost() {
    this.say('The session has ended; opening a new one …');
    setTimeout(() => this.join(), 1000);
  }

  // Continues in a new session with the cells of the page, which may be newer than the saved ones.
  resume() {
    this.cells.forEach(cell => cell.output ? cell.show('before') : cell.show('new'));
    this.lane.clear();
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
    if (stopped(error)) {
      this.silent();
      return;
    }
    this.say(error.message);
    this.status.classList.add('bad');
  }

  silent() {
    this.say('The notebook has stopped. '
      + 'Start ./gregor notebook again, and open the address that it prints; then this page continues.');
    this.status.classList.add('bad');
  }

  // -- events of the server
  receive(event) {
    const cell = event.cell && this.cells.get(event.cell);
    switch (event.type) {
      case 'ready': this.say('Ready.'); this.status.classList.remove('bad'); document.body.dataset.ready = 'true'; break;
      case 'restarted': this.say('A new session has begun.'); this.lane.clear(); break;
      case 'queued': cell?.show('queued'); break;
      case 'started': cell?.begin(); this.say(cell ? `Running ${cell.number ? 'cell ' + cell.number : 'your cell'} …` : ''); break;
      case 'output': cell?.add(event.text); break;
      case 'lane': this.lane.show(event); break;
      case 'cell':
        if (cell) {
          cell.end(event);
          if (event.state !== 'running' && event.state !== 'stale') this.say(event.ok || cell.element.dataset.state === 'fresh' ? 'Ready.' : `${cell.stateLabel.textContent}.`);
          this.touched();
        }
    }
  }

  // -- running
  async run(cell) {
    if (!cell.answered) {
      cell.say('Commit to an answer first; a guess is fine.');
      cell.answer.focus();
      return false;
    }
    cell.show('queued');
    try {
      await post('run', {session: this.session, cell: cell.id, code: cell.code, once: cell.kinds.includes('once')});
      if (cell.number && !cell.kinds.includes('predict')) this.reached(cell, null);
      return true;
    } catch (error) {
      this.trouble(error);
      return false;
    }
  }

  async runAndGo(cell) {
    if (await this.run(cell)) {
      const cells = this.order();
      const next = cells[cells.indexOf(cell) + 1];
      if (next) this.select(next, true);
      else this.insert(cell, false);
    }
  }

  async runAll(wanted = () => true) {
    for (const cell of this.order().filter(wanted)) {
      cell.answered = true;
      await this.run(cell);
    }
  }

  reached(cell, right) {
    post('reached', {session: this.session, number: cell.number, right})
      .then(score => this.showScore(score.right, score.answered)).catch(error => this.trouble(error));
  }

  showScore(right, answered) {
    this.score.textContent = answered ? `You predicted ${right} of ${answered}.` : '';
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
      ? {cell: child.cell.id, number: child.cell.number, code: child.cell.code, output: child.cell.output, failed: child.cell.failed, plot: child.cell.plot, answered: child.cell.answered}
      : {part: Number(child.dataset.part)});
    return {version: 1, lesson: this.lesson, items};
  }

  touched() {
    if (this.loading) return;
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.saveNow(), 400);
  }

  async saveNow() {
    clearTimeout(this.saving);
    if (!this.session) return;
    try {
      await post('save', {session: this.session, document: this.document()});
      document.body.dataset.saved = String(Date.now());
    } catch (error) {
      if (error.status !== 410) this.trouble(error);
    }
  }

  load(saved) {
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
        if (cell.code !== item.code) cell.editor.setValue(item.code);
        if (item.output !== cell.output) cell.restore(item.output || '', item.failed, item.plot || '');
        if (item.answered && item.output && cell.question) {
          cell.answered = true;
          cell.question.remove();
          cell.reveal();
        }
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
    this.select(this.order()[0], false, true);
  }

  // -- tools and keys
  tools() {
    const button = (text, action, title) => node('button', {type: 'button', title: title || text, click: action}, text);
    const load = node('input', {type: 'file', accept: '.ipynb', class: 'file', id: 'import-file', 'aria-label': 'Import a Jupyter notebook', tabindex: '-1', change: event => this.importFile(event.target)});
    const kinds = node('select', {'aria-label': 'Export', change: event => this.export(event.target)}, node('option', {value: ''}, 'Export …'),
      ...[['html', 'a page (.html)'], ['jsh', 'a script (.jsh)'], ['java', 'a program (.java)'], ['ipynb', 'for Jupyter (.ipynb)']].map(([value, text]) => node('option', {value}, text)));
    return node('div', {class: 'tools', role: 'toolbar', 'aria-label': 'Notebook'},
      button('Run all', () => this.runAll()), button('Run stale', () => this.runStale(), 'Run stale cells (e a)'), button('Run to here', () => this.runToHere()),
      button('Stop', () => this.stop(), 'Stop (i i)'), button('Restart', () => post('restart', {session: this.session}).then(() => this.cells.forEach(cell => cell.output && cell.show('before'))), 'A new session, in which no cell has run'),
      button('Undo', () => this.undoLast(), 'Undo (z)'), button('Snapshots', () => this.snapshots()), kinds, button('Import', () => load.click()), load,
      button('Keys', () => this.help(), 'Keys (?)'), this.status);
  }

  stop() {
    return post('stop', {session: this.session}).catch(error => this.trouble(error));
  }

  runStale() {
    return this.runAll(cell => ['stale', 'edited'].includes(cell.state));
  }

  runToHere() {
    const cells = this.order();
    return this.runAll(cell => cells.indexOf(cell) <= cells.indexOf(this.selected));
  }

  async export(select) {
    const as = select.value;
    select.value = '';
    if (!as) return;
    await this.saveNow();
    const link = node('a', {href: `/api/export?session=${this.session}&as=${as}`, download: ''});
    document.body.append(link);
    link.click();
    link.remove();
  }

  async importFile(input) {
    try {
      const {document: read} = await post('import', {session: this.session, notebook: JSON.parse(await input.files[0].text())});
      const before = this.document();
      this.load(read);
      this.remember(() => this.load(before));
    } catch (error) {
      this.say(error instanceof SyntaxError ? 'That file is not a notebook.' : error.message);
    }
    input.value = '';
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
    const dialog = this.dialog('Snapshots', node('p', {}, node('label', {for: 'snapshot-name'}, 'Save the notebook as it is now, as '), name, ' ', node('button', {type: 'button', click: async () => {
      await this.saveNow();
      post('snapshot', {session: this.session, name: name.value}).then(() => dialog.close(), error => this.say(error.message));
    }}, 'Save')), node('ul', {}, ...names.map(each => node('li', {}, node('button', {type: 'button', click: async () => {
      const before = this.document();
      this.load((await post('revert', {session: this.session, name: each})).document);
      this.remember(() => this.load(before));
      dialog.close();
    }}, each)))));
  }

  key(event) {
    if (event.ctrlKey && event.key !== 'Enter' || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const typing = event.target.closest('input, select, textarea, [contenteditable="true"], .CodeMirror');
    if (typing || !this.selected) return;
    const onControl = event.target.closest('button, a, summary');
    const cells = this.order();
    const at = cells.indexOf(this.selected);
    const two = this.before + event.key;
    this.before = ['d', 'i', 'e'].includes(event.key) && this.before !== event.key ? event.key : '';
    const done = () => event.preventDefault();
    if (event.key === 'Enter' && event.shiftKey) { this.runAndGo(this.selected); done(); }
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { this.run(this.selected); done(); }
    else if (event.metaKey || onControl && event.key === 'Enter') return;
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
