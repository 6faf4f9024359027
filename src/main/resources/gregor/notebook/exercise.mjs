// The exercises of a lesson: the learner's file, test results, hints and the solution.
import {node, post} from './server.mjs';

class Exercise {
  constructor(element) {
    this.path = element.dataset.exercise;
    this.element = element;
    this.name = element.querySelector('h2').textContent;
    this.output = node('pre', {class: 'test-output', role: 'status', tabindex: '0'});
    this.box = node('div', {class: 'exercise-tools'}, node('button', {type: 'button', click: () => this.open()}, 'Begin'));
    element.querySelector('.run').after(this.box);
  }

  async ask(action, text = '') {
    try {
      const answer = await post('exercise', {exercise: this.path, action, text});
      this.output.textContent = answer.message;
      this.element.dataset.state = answer.state;
      return answer;
    } catch (error) {
      this.output.textContent = error.message;
      return null;
    }
  }

  async open() {
    const answer = await this.ask('open');
    if (!answer) {
      this.box.append(this.output);
      return;
    }
    const button = (label, action) => node('button', {type: 'button', click: action}, label);
    if (answer.choices.length) {
      this.box.replaceChildren(...answer.choices.map((choice, index) => button(`${index + 1}`, async () => {
        this.output.textContent = 'Running the tests …';
        await this.ask('predict', String(index + 1));
      })), this.output);
      return;
    }
    const holder = node('div', {class: 'editor file'});
    this.box.replaceChildren(holder, node('p', {}, button('Run the tests', () => this.run()), button('Hint', () => this.ask('hint')),
      button('Solution', () => this.confirm('solution')), button('Difference', () => this.confirm('diff')), button('Reset', () => this.rewrite('reset')), button('Undo', () => this.rewrite('undo'))), this.output);
    this.editor = CodeMirror(holder, {value: answer.text, mode: 'text/x-java', indentUnit: 4, lineNumbers: true, inputStyle: 'contenteditable',
      screenReaderLabel: `Your file for ${this.name}. Escape, then Tab, leaves it.`, matchBrackets: true, autoCloseBrackets: true,
      extraKeys: {'Ctrl-Enter': () => this.run(), 'Cmd-Enter': () => this.run(), Esc: editor => editor.getInputField().blur()}});
    this.editor.getWrapperElement().querySelector('.CodeMirror-scroll').tabIndex = -1;
  }

  async run() {
    this.output.textContent = 'Running the tests …';
    await this.ask('run', this.editor.getValue());
  }

  async rewrite(action) {
    const answer = await this.ask(action);
    if (answer) this.editor.setValue(answer.text);
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
