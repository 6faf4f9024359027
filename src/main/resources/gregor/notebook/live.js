// Runs the cells of a lesson in the page. classes.js, made by TeaVM, has the classes of the lessons and of the cells.
(() => {
const beside = document.querySelector('.beside');
const lesson = Number(beside.dataset.live);
const article = document.querySelector('article');
const cells = [...document.querySelectorAll('section.cell')];
const spoken = document.createElement('p');
const changed = new Map();
// Larger numbers have no slider.
const MAX_SLIDER = 100;
let ran = 0;
let running = false;
let due = null;
// The lane of the lesson as it is written is replaced when a cell runs.
let lane = globalThis.gregorLane ? null : newLane();
// Drawings that wait until the reader has opened the answer of their cell, or of one before.
const held = [];

const make = (name, attributes, ...children) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
};

function newLane() {
  document.querySelector('.lane')?.remove();
  const made = new Lane((variable, from) => gregorWindow(variable, from, html => html && made.show({html})));
  beside.append(made.element);
  return made;
}

function showLane() {
  const question = cells.findIndex(cell => cell.querySelector('.answer:not([open])'));
  while (held.length && (question < 0 || cells.indexOf(held[0].cell) < question)) {
    const {cell, ...drawn} = held.shift();
    lane ??= newLane();
    lane.show(drawn, `cell ${cell.dataset.number}`);
  }
}

// Loads the classes anew, which forgets all variables.
function load() {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const script = make('script', {src: 'classes.js'});
    script.onload = () => {
      main([]);
      script.remove();
      for (const [literal, value] of changed) gregorChange(literal, value);
      article.dataset.ready = Math.round(performance.now() - began);
      resolve();
    };
    script.onerror = reject;
    document.head.append(script);
  });
}

// Runs a cell; the output of one that is not live stays as it was recorded.
function run(cell) {
  return new Promise(resolve => {
    const began = performance.now();
    gregorRun(lesson, Number(cell.dataset.number), (text, html, drawn, change) => {
      cell.time = performance.now() - began;
      if ('live' in cell.dataset) show(cell, text, html);
      if (drawn !== null) held.push({cell, html: drawn, change});
      showLane();
      resolve();
    });
  });
}

function show(cell, text, html) {
  const output = cell.querySelector('.result');
  cell.output = text;
  if (text !== output.text && html) output.innerHTML = html;
  else if (text !== output.text) output.replaceChildren(make('pre', {textContent: text}));
  output.text = text;
  cell.classList.add('ran');
}

function busy(now) {
  running = now;
  article.dataset.busy = now;
}

// Runs the cells that have not run yet, up to a number.
async function runTo(number) {
  if (running) return;
  busy(true);
  if (!ran) await load();
  if (number <= ran) await run(cells[number - 1]);
  while (ran < number) {
    await run(cells[ran]);
    ran++;
  }
  busy(false);
  label();
  say(number);
}

function say(number) {
  const cell = cells[number - 1];
  const folded = cell.querySelector('.answer:not([open])');
  spoken.textContent = folded ? `Cell ${number} has run; its answer is folded.` : `Cell ${number}: ${(cell.output ?? '').slice(0, 300) || 'no output'}`;
}

async function reset() {
  if (running) return;
  ran = 0;
  changed.clear();
  held.length = 0;
  lane?.clear();
  cells.forEach(cell => {
    cell.classList.remove('ran');
    cell.querySelectorAll('.whatif').forEach(asWritten);
  });
  label();
  spoken.textContent = 'All variables are gone; the cells begin again.';
}

function label() {
  cells.forEach((cell, index) => {
    const button = cell.querySelector('.controls .run');
    if (button) button.textContent = index > ran ? `Run cells ${ran + 1} to ${index + 1}` : index < ran ? `Run cell ${index + 1} again` : `Run cell ${index + 1}`;
    const back = cell.querySelector('.controls .written');
    if (back) back.hidden = !cell.querySelector('.whatif.changed');
  });
}

// A number or a string that can be changed in place: all cells run again with it.
function changeable(cell, token, literal) {
  const written = token.textContent;
  const quote = written.startsWith('"') ? '"' : '';
  token.classList.add('whatif');
  Object.assign(token, {tabIndex: 0, written, literal});
  token.setAttribute('role', 'button');
  token.title = `What if? Written: ${written}`;
  token.addEventListener('click', () => edit(cell, token, quote));
  token.addEventListener('keydown', event => {
    if (event.target !== token || !['Enter', ' '].includes(event.key)) return;
    event.preventDefault();
    edit(cell, token, quote);
  });
}

function edit(cell, token, quote) {
  if (token.querySelector('input')) return;
  const before = token.textContent;
  const field = make('input', {value: quote ? before.slice(1, -1) : before, spellcheck: false, size: Math.max(4, before.length)});
  field.setAttribute('aria-label', `what if, instead of ${token.written}`);
  const plain = text => text.replaceAll('_', '').replace(/[LlFfDd]$/, '');
  // A very large number would keep the page busy: nothing can stop a cell here.
  const most = Math.max(100_000, Number(plain(token.written)) || 0);
  const problem = value => {
    if (quote) return /["\\]/.test(value) ? 'A text without quotes and backslashes, please.' : '';
    const number = token.written.includes('.') ? /^\d+(\.\d+)?$/ : /^\d+$/;
    return number.test(plain(value)) && Number(plain(value)) <= most ? '' : `A number of the same kind, from 0 to ${most}, please.`;
  };
  let taken = before;
  const take = () => {
    const text = quote + field.value + quote;
    if (problem(field.value) || text === taken) return;
    taken = text;
    if (text === token.written) changed.delete(token.literal);
    else changed.set(token.literal, quote ? field.value : plain(field.value));
    token.classList.toggle('changed', text !== token.written);
    again(cell);
  };
  const end = changing => {
    if (!field.isConnected) return;
    if (changing) take();
    token.textContent = taken;
    token.tabIndex = 0;
    token.setAttribute('role', 'button');
  };
  const editor = [field];
  if (/^\d+$/.test(token.written) && Number(token.written) <= MAX_SLIDER) {
    const slider = make('input', {type: 'range', min: 0, max: Math.max(10, 2 * token.written), value: field.value});
    slider.setAttribute('aria-label', `slider, instead of ${token.written}`);
    slider.addEventListener('input', () => {
      field.value = slider.value;
      take();
    });
    editor.push(slider);
  }
  field.addEventListener('input', () => field.setCustomValidity(''));
  const leave = event => {
    if (token.contains(event.relatedTarget)) return;
    token.removeEventListener('focusout', leave);
    end(true);
  };
  token.addEventListener('focusout', leave);
  for (const each of editor) each.addEventListener('keydown', event => {
    event.stopPropagation();
    if (!['Enter', 'Escape'].includes(event.key)) return;
    event.preventDefault();
    if (event.key === 'Enter' && problem(field.value)) {
      field.setCustomValidity(problem(field.value));
      field.reportValidity();
      return;
    }
    end(event.key === 'Enter');
    token.focus();
  });
  // What has fields in it is no button.
  token.removeAttribute('role');
  token.removeAttribute('tabindex');
  token.replaceChildren(...editor);
  field.select();
  field.focus();
}

function asWritten(token) {
  token.textContent = token.written;
  token.classList.remove('changed');
  changed.delete(token.literal);
}

// Begins again, and runs all cells that had run, and this one; once more if a slider has moved meanwhile.
async function again(cell) {
  due = cell;
  if (running) return;
  while (due) {
    const to = Math.max(ran, Number(due.dataset.number));
    due = null;
    ran = 0;
    held.length = 0;
    await runTo(to);
  }
}

// The rest of a cell can be changed where there is a compiler.
function elsewhere(cell, code) {
  if (cell.querySelector('.elsewhere')) return;
  code.after(make('p', {className: 'recorded elsewhere', role: 'status'}, 'In the page, what is underlined can be changed; anything else in the notebook: ',
    make('code', {textContent: `./gregor notebook ${lesson}`}), '.'));
}

function prepare(cell) {
  const number = Number(cell.dataset.number);
  const controls = make('p', {className: 'controls'}, make('button', {type: 'button', className: 'run', onclick: () => runTo(number)}));
  const tokens = cell.querySelectorAll('pre.java .j-number, pre.java .j-string');
  const code = cell.querySelector('pre.java');
  code.addEventListener('click', event => { if (!event.target.closest('.whatif')) elsewhere(cell, code); });
  code.addEventListener('keydown', event => { if (event.target === code && event.key === 'Enter') elsewhere(cell, code); });
  const literals = (cell.dataset.literals ?? '').split(' ').filter(each => each);
  if (literals.length) {
    controls.append(make('button', {type: 'button', className: 'written', hidden: true, textContent: 'As written', onclick: () => {
      cell.querySelectorAll('.whatif').forEach(asWritten);
      again(cell);
    }}));
    literals.forEach(each => changeable(cell, tokens[each], `${lesson}/${number}/${each}`));
  }
  (cell.querySelector(':scope > details.setup') ?? cell.querySelector(':scope > pre.java')).after(controls);
}

document.addEventListener('toggle', showLane, {capture: true});
spoken.className = 'spoken';
spoken.setAttribute('aria-live', 'polite');
article.append(spoken);
cells.filter(cell => 'live' in cell.dataset).forEach(prepare);
document.querySelector('.title').append(make('p', {className: 'controls'}, make('button', {type: 'button', className: 'reset', textContent: 'Start again', onclick: reset}),
  make('span', {textContent: ' The cells run here, in the page: press Run, or change what is underlined. '}), 'Anything else: ', make('code', {textContent: `./gregor notebook ${lesson}`})));
label();
})();
