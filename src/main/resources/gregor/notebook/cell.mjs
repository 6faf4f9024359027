// One cell: its editor, its badge, what it printed, and for some a question before it.
import {node, post} from './server.mjs';

const FOLD_LINES = 24;
const BADGES = {new: '', queued: 'waits', running: 'runs …', fresh: 'fresh', stale: 'stale', edited: 'edited', interrupted: 'interrupted', failed: 'failed', before: 'from before'};
const WORDS = {predict: 'predict', error: 'fails, and that is the point', once: 'runs once', long: 'takes a while', test: 'test',
  compare: 'here and on Apache Kafka'};
const VERDICTS = {fresh: 'passed', failed: 'failed'};
const TRUTHS = new Map([['yes', 'true'], ['no', 'false']]);

// Quotes, brackets and capitals do not make an answer wrong, and yes is Java's true: as in the terminal.
function plain(answer) {
  const bare = answer.toLowerCase().replace(/[\s"[\](),.;]/g, '');
  return TRUTHS.get(bare) ?? bare;
}

export class Cell {
  constructor(book, {id, number = 0, code = '', kinds = [], question = null, element = null}) {
    this.book = book;
    this.id = id;
    this.number = number;
    this.kinds = kinds;
    this.output = '';
    this.plot = '';
    this.failed = false;
    this.answered = !kinds.includes('predict');
    this.state = 'new';
    this.element = element || node('section', {class: 'cell'});
    this.element.id = number ? `cell-${number}` : id;
    this.element.tabIndex = -1;
    this.badge = node('span', {class: 'badge'});
    this.note = node('p', {class: 'said', role: 'status'});
    this.result = node('div', {class: 'result'});
    this.edit = node('div', {class: 'editor'});
    const name = number ? `cell ${number}` : 'your cell';
    const words = kinds.map(kind => WORDS[kind]);
    this.head = node('div', {class: 'head'}, node('span', {class: 'name'}, name), ...words.map(word => node('span', {class: 'kind'}, word)), this.badge,
      node('button', {type: 'button', class: 'run', 'aria-label': `Run ${name}`, title: 'Run (Ctrl+Enter)', click: () => this.book.run(this)}, 'Run'));
    this.element.replaceChildren(...(question ? [question] : []), this.head, this.edit, ...(this.answered ? [] : [this.form()]), this.note, this.result);
    this.editor = this.makeEditor(code, name);
    this.show('new');
    this.element.addEventListener('focusin', () => this.book.select(this, false));
  }

  form() {
    const input = node('input', {id: `answer-${this.id}`, autocomplete: 'off', spellcheck: 'false'});
    this.answer = input;
    this.question = node('form', {class: 'predict', submit: event => {
      event.preventDefault();
      this.commit();
    }}, node('label', {for: input.id}, 'You say'), input, node('button', {}, 'Ask the log'));
    return this.question;
  }

  commit() {
    if (!this.answer.value.trim()) {
      this.say('Commit to an answer first; a guess is fine.');
      this.answer.focus();
      return;
    }
    this.said = this.answer.value.trim();
    this.answered = true;
    this.book.run(this);
  }

  makeEditor(code, name) {
    const editor = CodeMirror(this.edit, {
      value: code, mode: 'text/x-java', indentUnit: 4, lineNumbers: true, viewportMargin: Infinity, inputStyle: 'contenteditable',
      screenReaderLabel: `Java of ${name}. Escape leaves the editor.`, matchBrackets: true, autoCloseBrackets: true, lineWrapping: false,
      extraKeys: {
        'Shift-Enter': () => this.book.runAndGo(this), 'Ctrl-Enter': () => this.book.run(this), 'Cmd-Enter': () => this.book.run(this),
        Esc: () => this.book.select(this, true), 'Ctrl-Space': () => this.complete(), 'Shift-Tab': () => this.describe(),
        Tab: () => /\S/.test(editor.getLine(editor.getCursor().line).slice(0, editor.getCursor().ch)) ? this.complete() : editor.execCommand('insertSoftTab'),
      },
    });
    editor.on('change', (_, change) => {
      this.clearFaults();
      if (change.origin !== 'setValue' && !['new', 'running', 'queued'].includes(this.state)) this.show('edited');
      this.book.touched();
    });
    editor.getWrapperElement().querySelector('.CodeMirror-scroll').tabIndex = -1;
    return editor;
  }

  get code() {
    return this.editor.getValue();
  }

  show(state) {
    this.state = state;
    const asItShould = state === 'failed' && this.kinds.includes('error') && !this.notice;
    const word = this.kinds.includes('test') && VERDICTS[state] || BADGES[state];
    this.badge.textContent = asItShould ? 'failed, as it should' : word;
    this.element.dataset.state = asItShould ? 'fresh' : state;
    this.element.setAttribute('aria-label', `${this.number ? `cell ${this.number}` : 'your cell'}${BADGES[state] ? ', ' + this.badge.textContent : ''}`);
  }

  say(text) {
    this.note.textContent = text;
  }

  begin() {
    this.show('running');
    this.say('');
    this.stream = node('pre', {tabindex: '0'});
    this.plot = '';
    this.result.replaceChildren(node('div', {class: 'output'}, this.stream));
  }

  add(text) {
    if (this.stream) this.stream.append(text);
  }

  // What the server says of it: now, or after a reload.
  end(event) {
    this.output = event.text;
    this.failed = !event.ok;
    this.notice = event.note;
    this.stream = null;
    this.result.innerHTML = event.text ? event.html : '';
    this.plot = event.plot;
    if (event.trace.length) {
      this.result.append(node('details', {class: 'as-text'}, node('summary', {}, 'where it came from'), node('pre', {tabindex: '0'}, event.trace.map(line => 'at ' + line).join('\n'))));
    }
    this.fold();
    this.show(event.state);
    const said = [event.note, ...event.reset.map(name => `your edit reset ${name}`)].filter(Boolean).join('. ');
    this.say(said);
    event.faults.forEach(fault => this.fault(fault));
    if (this.said !== undefined && event.state === 'fresh') this.judge(event.last);
  }

  // What it printed before the server was started again.
  restore(output, failed, plot) {
    this.output = output;
    this.failed = failed;
    if (output) {
      this.result.replaceChildren(node('div', {class: failed ? 'output error' : 'output'}, node('pre', {tabindex: '0'}, output)));
      this.plot = plot;
      if (plot) this.result.prepend(node('iframe', {class: 'plot', sandbox: 'allow-scripts', title: 'plot', src: `plot.html#${btoa(plot)}`}));
      this.fold();
      this.show('before');
    }
  }

  judge(last) {
    const right = plain(this.said) === plain(last);
    this.say(right ? `You said ${this.said}, and so does the log.` : `You said ${this.said}; the log says ${last}.`);
    this.note.classList.toggle('right', right);
    this.question.remove();
    this.book.reached(this, right);
    this.said = undefined;
  }

  fold() {
    const lines = this.output.split('\n').length;
    if (lines > FOLD_LINES && !this.plot) {
      this.result.classList.add('folded');
      const button = node('button', {type: 'button', class: 'unfold', 'aria-expanded': 'false', click: () => {
        const folded = this.result.classList.toggle('folded');
        button.setAttribute('aria-expanded', String(!folded));
        button.textContent = folded ? `Show all ${lines} lines` : 'Show less';
      }}, `Show all ${lines} lines`);
      this.result.after(button);
      this.unfold?.remove();
      this.unfold = button;
    } else {
      this.result.classList.remove('folded');
      this.unfold?.remove();
    }
  }

  fault({line, column, length, said}) {
    this.editor.markText({line: line - 1, ch: column - 1}, {line: line - 1, ch: column - 1 + length}, {className: 'fault', attributes: {title: said}});
  }

  clearFaults() {
    this.editor.getAllMarks().filter(mark => mark.className === 'fault').forEach(mark => mark.clear());
  }

  complete() {
    const editor = this.editor;
    editor.showHint({completeSingle: true, hint: async () => {
      const cursor = editor.getCursor();
      const {from, items} = await post('complete', {room: this.book.room, code: editor.getValue(), cursor: editor.indexFromPos(cursor)});
      return {list: items, from: editor.posFromIndex(from), to: cursor};
    }});
  }

  async describe() {
    const cursor = this.editor.indexFromPos(this.editor.getCursor());
    const {items} = await post('describe', {room: this.book.room, code: this.code, cursor});
    if (!items.length) this.say('Nothing is known of what stands here.');
    else this.note.replaceChildren(...items.flatMap(({signature, comment}) =>
      [node('code', {}, signature), comment ? `\n${comment}\n` : '\n']));
  }
}
