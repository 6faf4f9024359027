// A cell: its editor, its state, its output, and the question before it if it is a prediction.
import {button, complete, completeOrIndent, node, post} from './server.mjs';
import {menu} from './notebook.mjs';

const FOLD_LINES = 24;
const STATES = {new: '', queued: 'queued', running: 'running …', fresh: 'fresh', stale: 'stale', edited: 'edited', interrupted: 'interrupted', failed: 'failed', before: 'from an earlier session',
  waiting: 'waits until the notebook is back'};
const WORDS = {predict: 'predict', error: 'fails on purpose', once: 'runs once', long: 'takes a while', test: 'test',
  compare: 'here and on Apache Kafka'};
const TEST_STATES = {fresh: 'passed', failed: 'failed'};
const YES_NO = new Map([['yes', 'true'], ['no', 'false']]);

// Ignores quotes, brackets, spaces and case, and takes yes for Java's true, as the terminal does.
const words = text => Object.fromEntries(text.split(' ').map(word => [word, true]));
const JAVA = {...CodeMirror.resolveMode('text/x-java')};
JAVA.keywords = {...JAVA.keywords, ...words('record sealed permits yield')};
JAVA.types = words('var byte short int long float double boolean char void');

// Colours are rendered when the cell has ended.
const ANSI = /\u001b\[[0-9;]*[A-Za-z]/g;

function normalized(answer) {
  const bare = answer.toLowerCase().replace(/[\s"[\](),.;]/g, '');
  return YES_NO.get(bare) ?? bare;
}

export class Cell {
  constructor(book, {id, number = 0, code = '', kinds = [], question = null, explanation = null, setup = '', element = null}) {
    this.book = book;
    this.id = id;
    this.number = number;
    this.kinds = kinds;
    this.explanation = explanation;
    this.output = '';
    this.plot = '';
    this.failed = false;
    this.answered = !kinds.includes('predict');
    this.state = 'new';
    this.element = element || node('section', {class: 'cell'});
    this.element.id = number ? `cell-${number}` : id;
    this.element.tabIndex = -1;
    this.stateLabel = node('span', {class: 'state'});
    this.note = node('p', {class: 'message', role: 'status'});
    this.result = node('div', {class: 'result'});
    this.edit = node('div', {class: 'editor'});
    const name = this.name = number ? `cell ${number}` : 'your cell';
    this.runButton = button('Run', () => this.isBusy() ? this.book.stop() : this.book.run(this), {class: 'run'});
    this.head = node('div', {class: 'head'}, node('span', {class: 'name'}, name), ...kinds.map(kind => node('span', {class: 'kind'}, WORDS[kind])), this.stateLabel,
      this.runButton, menu('⋯', `More actions for ${name}`, [['New cell above', () => this.book.insert(this, true)], ['New cell below', () => this.book.insert(this, false)],
        ['Move up', () => this.book.move(this, -1)], ['Move down', () => this.book.move(this, 1)],
        ...(number ? [['Original code', () => this.editor.setValue(code)]] : []), ['Delete', () => this.book.remove(this)]]));
    this.element.replaceChildren(...(question ? [question] : []), this.head, setup ? this.folded(setup) : this.edit, ...(this.answered ? [] : [this.form()]), this.note, this.result);
    this.editor = this.makeEditor(code, name);
    this.show('new');
    this.element.addEventListener('focusin', () => this.book.select(this, false));
  }

  // The editor of a set-up cell, behind its title.
  folded(title) {
    return node('details', {class: 'setup', toggle: () => this.editor.refresh()}, node('summary', {}, title), this.edit);
  }

  // Puts the cursor into the editor, which may be folded.
  focusEditor() {
    this.edit.closest('details')?.setAttribute('open', '');
    this.editor.focus();
  }

  // Shows what explains the output of a prediction.
  reveal() {
    if (this.explanation && this.answered) this.element.append(this.explanation);
  }

  // Takes a question as answered, by an earlier answer or by skipping it.
  accept(skipped) {
    this.answered = true;
    this.skipped = skipped;
    this.question.remove();
    this.note.textContent = skipped ? 'You skipped this question.' : '';
    this.reveal();
  }

  skip() {
    this.accept(true);
    this.book.touched();
    this.book.disclose();
    this.element.focus();
  }

  form() {
    const input = node('input', {id: `answer-${this.id}`, autocomplete: 'off', spellcheck: 'false'});
    this.answer = input;
    this.question = node('form', {class: 'predict', submit: event => {
      event.preventDefault();
      this.commit();
    }}, node('label', {for: input.id}, 'You say'), input, node('button', {}, 'Ask the log'), button('Skip', () => this.skip()));
    return this.question;
  }

  commit() {
    if (!this.answer.value.trim()) {
      this.say('Commit to an answer first; a guess is fine.');
      this.answer.focus();
      return;
    }
    this.prediction = this.answer.value.trim();
    this.answered = true;
    this.book.disclose();
    this.book.run(this);
  }

  makeEditor(code, name) {
    const editor = CodeMirror(this.edit, {
      value: code, mode: JAVA, indentUnit: 4, lineNumbers: true, viewportMargin: Infinity, inputStyle: 'contenteditable',
      screenReaderLabel: `Java of ${name}. Escape leaves the editor.`, matchBrackets: true, autoCloseBrackets: true, lineWrapping: true,
      extraKeys: {
        'Shift-Enter': () => this.book.runAndGo(this), 'Ctrl-Enter': () => this.book.run(this), 'Cmd-Enter': () => this.book.run(this),
        Esc: () => this.book.select(this, true), 'Ctrl-Space': () => this.complete(), 'Shift-Tab': () => this.describe(),
        Tab: () => completeOrIndent(editor, () => this.complete()),
      },
    });
    editor.on('change', (_, change) => {
      this.clearMarks();
      if (change.origin !== 'setValue' && !['new', 'running', 'queued'].includes(this.state)) this.show('edited');
      this.book.touched();
    });
    editor.getWrapperElement().querySelector('.CodeMirror-scroll').tabIndex = -1;
    return editor;
  }

  get code() {
    return this.editor.getValue();
  }

  isBusy() {
    return ['queued', 'running'].includes(this.state);
  }

  show(state) {
    this.state = state;
    this.runButton.textContent = this.isBusy() ? 'Stop' : 'Run';
    this.runButton.setAttribute('aria-label', `${this.runButton.textContent} ${this.name}`);
    this.runButton.title = this.isBusy() ? 'Stop (i i)' : 'Run (Ctrl+Enter)';
    clearInterval(this.timer);
    if (!this.isBusy() && state !== 'waiting') {
      this.whenEnded?.();
      this.whenEnded = undefined;
    }
    const failedOnPurpose = state === 'failed' && this.kinds.includes('error') && !this.notice;
    const word = this.kinds.includes('test') && TEST_STATES[state] || STATES[state];
    this.stateLabel.textContent = failedOnPurpose ? 'failed on purpose' : word;
    this.element.dataset.state = failedOnPurpose ? 'fresh' : state;
    this.element.setAttribute('aria-label', `${this.name}${STATES[state] ? ', ' + this.stateLabel.textContent : ''}`);
  }

  say(text) {
    this.note.textContent = text;
  }

  begin() {
    this.show('running');
    const start = Date.now();
    this.timer = setInterval(() => { this.stateLabel.textContent = `running, ${((Date.now() - start) / 1000).toFixed(0)} s`; }, 1000);
    this.say('');
    this.stream = node('pre', {tabindex: '0'});
    this.plot = '';
    this.result.replaceChildren(node('div', {class: 'output'}, this.stream));
  }

  add(text) {
    if (this.stream) this.stream.append(text.replace(ANSI, ''));
  }

  // The cell reads a line from its standard input.
  askForInput() {
    this.input?.remove();
    const line = node('input', {id: `input-${this.id}`, autocomplete: 'off', spellcheck: 'false'});
    this.input = node('form', {class: 'predict input', submit: event => {
      event.preventDefault();
      this.input.remove();
      this.add(`${line.value}\n`);
      post('input', {session: this.book.session, text: line.value}).catch(error => this.book.trouble(error));
    }}, node('label', {for: line.id}, 'The cell reads a line'), line, node('button', {}, 'Enter'));
    this.result.after(this.input);
    if (this.element.contains(document.activeElement)) line.focus();
  }

  // Shows the result, from a run or after a reload.
  end(event) {
    this.output = event.text;
    this.failed = !event.ok;
    this.notice = event.note;
    this.stream = null;
    this.input?.remove();
    this.result.innerHTML = event.text ? event.html : '';
    this.plot = event.plot;
    if (event.trace.length) {
      this.result.append(node('details', {class: 'as-text'}, node('summary', {}, 'stack trace'), node('pre', {tabindex: '0'}, event.trace.map(line => 'at ' + line).join('\n'))));
    }
    this.fold();
    this.show(event.code === this.code || event.state === 'running' ? event.state : 'edited');
    const message = [event.note, ...event.cleared.map(name => `your edit reset ${name}`)].filter(Boolean).join('. ');
    this.say(message);
    event.errors.forEach(error => this.mark(error));
    if (this.prediction !== undefined && event.state === 'fresh') this.compare(event.last);
    if (event.state !== 'running') this.reveal();
  }

  // Shows the output of an earlier session.
  restore(output, failed, plot) {
    this.output = output;
    this.failed = failed;
    if (output) {
      this.result.replaceChildren(node('div', {class: failed ? 'output error' : 'output'}, node('pre', {tabindex: '0'}, output)));
      this.plot = plot;
      if (plot) this.restorePlot(plot);
      this.fold();
      this.show('before');
    }
  }

  async restorePlot(script) {
    try {
      const {html} = await post('plot', {session: this.book.session, script});
      if (this.state === 'before') this.result.insertAdjacentHTML('afterbegin', html);
    } catch (error) {
      this.book.trouble(error);
    }
  }

  compare(last) {
    const right = normalized(this.prediction) === normalized(last);
    this.say(right ? `You said ${this.prediction}, and so does the log.` : `You said ${this.prediction}; the log says ${last}.`);
    this.note.classList.toggle('right', right);
    this.question.remove();
    this.book.reached(this, right);
    this.prediction = undefined;
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

  mark({line, column, length, message}) {
    this.editor.markText({line: line - 1, ch: column - 1}, {line: line - 1, ch: column - 1 + length}, {className: 'compile-error', attributes: {title: message}});
  }

  clearMarks() {
    this.editor.getAllMarks().filter(mark => mark.className === 'compile-error').forEach(mark => mark.clear());
  }

  complete() {
    complete(this.editor, 'complete', {session: this.book.session, code: this.code});
  }

  async describe() {
    const cursor = this.editor.indexFromPos(this.editor.getCursor());
    const {items} = await post('describe', {session: this.book.session, code: this.code, cursor});
    if (!items.length) this.say('Nothing is known about the name at the cursor.');
    else this.note.replaceChildren(...items.flatMap(({signature, comment}) =>
      [node('code', {}, signature), comment ? `\n${comment}\n` : '\n']));
  }
}
