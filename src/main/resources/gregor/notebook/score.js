// Remembers in this browser which predictions were right, those of the exercises too, and which lessons were read to their end. The facts are those
// of the file my/progress; `./gregor progress --import FILE` adds them to it.
(() => {
  const FACTS = 'gregor-progress';
  const lessonName = document.currentScript.dataset.lesson;
  const element = (name, attributes, ...children) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  };

  function facts() {
    try {
      return JSON.parse(localStorage.getItem(FACTS)) ?? {};
    } catch {
      return {};
    }
  }

  // Adds a fact; the first answer to a question counts. A browser may refuse to store it.
  function remember(fact, value) {
    const all = {[fact]: value, ...facts()};
    try {
      localStorage.setItem(FACTS, JSON.stringify(all));
    } catch {
      return;
    }
  }

  function lines() {
    return Object.entries(facts()).map(([fact, value]) => `${fact} ${value}\n`).sort().join('');
  }

  const questions = [...document.querySelectorAll('section.cell:has(.answer)')];
  const fact = cell => `${lessonName} predict ${cell.dataset.number}`;

  function scores() {
    const given = questions.map(cell => facts()[fact(cell)]).filter(answer => answer);
    const right = given.filter(answer => answer === 'right').length;
    const left = questions.length - given.length;
    document.querySelectorAll('.score').forEach(each => {
      each.textContent = `Predictions: ${right} of ${given.length} right${left ? `, ${left} left` : ''}.`;
    });
  }

  function ask(cell) {
    const row = element('p', {className: 'controls judged'});
    row.setAttribute('aria-live', 'polite');
    const answer = value => {
      remember(fact(cell), value);
      tell();
      scores();
    };
    const tell = () => {
      const given = facts()[fact(cell)];
      if (given) row.replaceChildren(given === 'right' ? '✓ Your prediction was right.' : '✗ You had predicted something else.');
      else row.replaceChildren('Was your prediction right? ', ...['right', 'wrong'].map(value =>
        element('button', {type: 'button', className: value, textContent: value === 'right' ? 'Yes' : 'No', onclick: () => answer(value)})));
    };
    tell();
    cell.querySelector('.answer').append(row);
  }

  // A lesson is read when its end has been seen and all its questions are answered.
  function finish() {
    if (questions.every(cell => facts()[fact(cell)])) remember(`${lessonName} done`, 'yes');
  }

  function offer() {
    const count = Object.keys(facts()).length;
    if (!count) return;
    const file = element('a', {className: 'take', download: 'gregor-progress.txt', textContent: 'Take your progress along',
      href: `data:text/plain;charset=utf-8,${encodeURIComponent(lines())}`});
    document.querySelector('.front').append(element('p', {}, file, ': a file for ', element('code', {textContent: './gregor progress --import FILE'}), '.'));
    document.querySelectorAll('.ladder li').forEach(rung => {
      if (facts()[`${rung.dataset.lesson} done`]) rung.querySelector('.time')?.append(element('br', {}), 'done');
    });
  }

  // The first choice that is opened is the answer to a prediction among the exercises.
  const choices = [...document.querySelectorAll('.choice')];
  choices.forEach(choice => choice.addEventListener('toggle', () => {
    if (choice.open) remember(`${lessonName} exercise ${choice.closest('.exercise').id}`, choice.dataset.answer);
  }));

  if (document.querySelector('.exercise')) return;
  if (lessonName) {
    questions.forEach(ask);
    for (const place of [document.querySelector('.title'), document.querySelector('.onward h2')]) place?.[place.matches('h2') ? 'after' : 'append'](element('p', {className: 'score'}));
    scores();
    new IntersectionObserver(seen => seen.some(each => each.isIntersecting) && finish()).observe(document.querySelector('.onward'));
  } else offer();
})();
