// The exercises of a lesson: the learner's file, what the tests say, hints and the solution.
import {node, post} from './server.mjs';

class Exercise {
  constructor(element) {
    this.path = element.dataset.exercise;
    this.element = element;
    this.name = element.querySelector('h2').textContent;
    this.said = node('pre', {class: 'verdict', role: 'status', tabindex: '0'});
    this.box = node('div', {class: 'practice'}, node('button', {type: 'button', click: () => this.open()}, 'Begin'));
    element.querySelector('.run').after(this.box);
  }

  async ask(action, text = '') {
    try {
      const answer = await post('exercise', {exercise: this.path, action, text});
      this.said.textContent = answer.said;
      this.element.dataset.state = answer.state;
      return answer;
    } catch (error) {
      this.said.textContent = error.message;
      return null;
    }
  }

  async open() {
    const answer = await this.ask('open');
    if (!answer) {
      this.box.append(this.said);
      return;
    }
    const button = (label, action) => node('button', {type: 'button', click: action}, label);
    if (answer.choices.length) {
      this.box.replaceChildren(...answer.choices.map((choice, index) => button(`${index + 1}`, async () => {
        this.said.textContent = 'The tests run …';
        await this.ask('predict', String(index + 1));
      })), this.said);
      return;
    }
    const holder = node('div', {class: 'editor file'});
    this.box.replaceChildren(holder, node('p', {}, button('Run the tests', () => this.judge()), button('Hint', () => this.ask('hint')),
      button('Solution', () => this.sure('solution')), button('Difference', () => this.sure('diff')), button('Reset', () => this.rewrite('reset')), button('Undo', () => this.rewrite('undo'))), this.said);
    this.editor = CodeMirror(holder, {value: answer.text, mode: 'text/x-java', indentUnit: 4, lineNumbers: true, inputStyle: 'contenteditable',
      screenReaderLabel: `Your file for ${this.name}. Escape, then Tab, leaves it.`, matchBrackets: true, autoCloseBrackets: true,
      extraKeys: {'Ctrl-Enter': () => this.judge(), 'Cmd-Enter': () => this.judge(), Esc: editor => editor.getInputField().blur()}});
    this.editor.getWrapperElement().querySelector('.CodeMirror-scroll').tabIndex = -1;
  }

  async judge() {
    this.said.textContent = 'The tests run …';
    await this.ask('judge', this.editor.getValue());
  }

  async rewrite(action) {
    const answer = await this.ask(action);
    if (answer) this.editor.setValue(answer.text);
  }

  sure(action) {
    if (this.element.dataset.state === 'done' || this.asked === action) {
      this.ask(action);
    } else {
      this.asked = action;
      this.said.textContent = 'That shows you how the original does it. Press again if you want it now; Hint gives a hint instead.';
    }
  }
}

export function exercises() {
  document.querySelectorAll('section.exercise').forEach(element => new Exercise(element));
}
