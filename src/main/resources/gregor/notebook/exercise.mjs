// The exercises of a lesson: the learner's file, test results, hints and the solution.
import {button, complete, completeOrIndent, draft, node, post} from './server.mjs';

const ERROR = /(\w+)\.java, line (\d+): (.*)/g;

class Exercise {
  constructor(element) {
    this.path = element.dataset.exercise;
    this.element = element;
    this.name = element.querySelector('h2').textContent;
    this.output = node('pre', {class: 'test-output', role: 'status', tabindex: '0'});
    this.box = node('div', {class: 'exercise-tools'}, button('Begin', () => this.open()));
    const task = node('div', {class: 'task'}, ...[...element.children].slice(1));
    element.append(node('div', {class: 'panes'}, node('div', {class: 'told'}, this.output, task), this.box));
    if (element.dataset.begun || draft.read(this.path)) this.open(false);
  }

  async ask(action, text = '') {
    try {
      const answer = await post('exercise', {exercise: this.path, action, text});
      if (action !== 'save') this.output.textContent = answer.message;
      this.element.dataset.state = answer.state;
      return answer;
    } catch (error) {
      this.output.textContent = `Your file is not saved yet: ${error.status ? error.message : 'the notebook has stopped. Start ./gregor notebook again, and open the address that it prints.'}`;
      return null;
    }
  }

  async open(focus = true) {
    const answer = await this.ask('open');
    if (!answer) return;
    if (answer.choices.length) {
      this.box.replaceChildren(...answer.choices.map((choice, index) => button(`${index + 1}`, async () => {
        this.output.textContent = 'Running the tests …';
        await this.ask('predict', String(index + 1));
      })));
      return;
    }
    this.element.classList.add('open');
    const holder = node('div', {class: 'editor file'});
    this.box.replaceChildren(holder, node('p', {}, button('Run the tests', () => this.run()), button('Hint', () => this.ask('hint')),
      button('Solution', () => this.confirm('solution')), button('Difference', () => this.confirm('diff')), button('Reset', () => this.rewrite('reset')), button('Undo', () => this.rewrite('undo'))));
    this.editor = CodeMirror(holder, {value: draft.read(this.path) ?? answer.text, mode: 'text/x-java', indentUnit: 4, lineNumbers: true, inputStyle: 'contenteditable', lineWrapping: true,
      screenReaderLabel: `Your file for ${this.name}. Escape, then Tab, leaves it.`, matchBrackets: true, autoCloseBrackets: true,
      extraKeys: {'Ctrl-Enter': () => this.run(), 'Cmd-Enter': () => this.run(), 'Ctrl-Space': () => this.complete(), Tab: editor => completeOrIndent(editor, () => this.complete()), Esc: editor => editor.getInputField().blur()}});
    this.editor.getWrapperElement().querySelector('.CodeMirror-scroll').tabIndex = -1;
    this.saved = answer.text;
    this.editor.on('change', () => this.touched());
    if (this.editor.getValue() !== this.saved) this.save();
    this.goToTodo(focus);
    document.addEventListener('visibilitychange', () => this.refresh());
    addEventListener('pagehide', () => this.save());
  }

  goToTodo(focus) {
    const line = this.editor.getValue().split('\n').findIndex(each => each.includes('is not written yet'));
    if (line < 0) return;
    this.editor.setCursor(line, 0, {scroll: false});
    const {top} = this.editor.charCoords({line, ch: 0}, 'local');
    this.editor.scrollTo(0, Math.max(0, top - 120));
    if (focus) {
      this.editor.focus();
      this.element.scrollIntoView();
    }
  }

  // Each change is in this browser at once, and in the learner's file a moment later.
  touched() {
    if (this.editor.getValue() === this.saved) return;
    draft.keep(this.path, this.editor.getValue());
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), 400);
  }

  async save() {
    clearTimeout(this.saving);
    const text = this.editor.getValue();
    if (text !== this.saved && await this.ask('save', text)) this.take(text);
    if (draft.read(this.path) === this.editor.getValue() && text !== this.saved) this.saving = setTimeout(() => this.save(), 2000);
  }

  take(text) {
    this.saved = text;
    if (draft.read(this.path) === text) draft.drop(this.path);
    this.element.dataset.saved = 'true';
  }

  // The file may have been changed by another tab or another editor.
  async refresh() {
    if (document.hidden || this.editor.getValue() !== this.saved) return;
    const {text} = await post('exercise', {exercise: this.path, action: 'save', text: ''}).catch(() => ({}));
    if (text && this.editor.getValue() === this.saved && text !== this.saved) this.replace(text);
  }

  replace(text) {
    this.saved = text;
    draft.drop(this.path);
    this.editor.setValue(text);
  }

  async run() {
    this.output.textContent = 'Running the tests …';
    const text = this.editor.getValue();
    const answer = await this.ask('run', text);
    if (!answer) return;
    this.take(text);
    this.editor.getAllMarks().forEach(mark => mark.clear());
    for (const [, file, line, message] of answer.message.matchAll(ERROR)) {
      if (answer.text.includes(` ${file} `)) this.mark(Number(line) - 1, message);
    }
  }

  complete() {
    complete(this.editor, 'exercise/complete', {text: this.editor.getValue()});
  }

  mark(line, message) {
    this.editor.markText({line, ch: 0}, {line, ch: 999}, {className: 'compile-error', attributes: {title: message}});
    this.editor.scrollIntoView({line, ch: 0}, 80);
  }

  async rewrite(action) {
    await this.save();
    const answer = await this.ask(action);
    if (answer) this.replace(answer.text);
  }

  confirm(action) {
    if (this.element.dataset.state === 'done' || this.confirming === action) {
      this.ask(action);
    } else {
      this.confirming = action;
      this.output.textContent = 'That shows the original. Press again if you want it now; Hint gives a hint instead.';
    }
  }
}

export function exercises() {
  document.querySelectorAll('section.exercise').forEach(element => new Exercise(element));
}
