// Draws recorded histories of a cluster: play, step, scrub; in the notebook and on live pages also change and share them.
(() => {
  const root = document.getElementById('simulate');
  const live = 'live' in root.dataset;
  const runs = globalThis.gregorRuns;
  const SVG = 'http://www.w3.org/2000/svg';
  const METRICS = ['UnderReplicatedPartitions', 'IsrShrinks', 'LeaderElections', 'FailedProduce'];
  const FAULTS = [['crash', 'c', 'Crash'], ['restart', 'r', 'Start'], ['pause', 'p', 'Pause'], ['resume', 'u', 'Continue'], ['fail-power', 'o', 'Fail the power'],
    ['lose-disk', 'd', 'Lose the disk'], ['shut-down', 's', 'Shut down'], ['cut', 'x', 'Cut off']];
  let run, times, at = 0, playing = false, last = 0, drawn = -1, chosen = 1, speed = 1;
  const stats = globalThis.gregorFrames = {count: 0, slow: 0, millis: 0};

  function node(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    set(made, attributes);
    made.append(...children);
    return made;
  }
  function svg(tag, attributes = {}, ...children) {
    const made = document.createElementNS(SVG, tag);
    set(made, attributes);
    made.append(...children);
    return made;
  }
  function set(made, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'function') made.addEventListener(name, value);
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? '' : value);
    }
  }
  const button = (text, key, click, more = {}) => node('button', {type: 'button', click, ...more}, text, ...key ? [node('kbd', {}, key)] : []);

  // the controls
  const choice = node('select', {id: 'scenario', change: () => open(runs[choice.value])});
  const seed = node('input', {type: 'number', id: 'seed', step: 1, disabled: !live, change: () => change(reseeded(seed.value), stepNow())});
  const question = node('p', {class: 'sim-question'});
  const answer = node('div');
  const range = node('input', {type: 'range', id: 'time', min: 0, max: 1000, step: 'any', 'aria-label': 'Time', input: () => { pause(); go(range.value / 1000 * total()); }});
  const clock = node('output', {for: 'time'});
  const play = button('Play', 'Space', () => playing ? pause() : start());
  const rate = node('select', {'aria-label': 'Speed', change: () => { speed = Number(rate.value); }}, ...[[0.5, 'half speed'], [1, 'normal speed'], [3, 'three times as fast']].map(([value, text]) => node('option', {value, selected: value === 1}, text)));
  const stage = svg('svg', {class: 'sim-stage', role: 'group', 'aria-label': 'The brokers, their logs, and messages on their way'});
  const still = svg('g');
  const moving = svg('g', {'aria-hidden': 'true'});
  const chart = svg('svg', {class: 'sim-chart', role: 'img', 'aria-label': 'Metrics over time'});
  const steps = node('ol', {class: 'sim-steps', 'aria-label': 'Steps'});
  const said = node('p', {class: 'sim-said', 'aria-live': 'polite'});
  const bad = node('p', {class: 'sim-bad', role: 'alert'});
  const own = node('input', {type: 'text', id: 'own', placeholder: 'send Ann b', size: 26});
  stage.append(still, moving);

  const changing = live ? [
    node('div', {class: 'sim-row', role: 'group', 'aria-label': 'Break something'}, node('strong', {id: 'chosen'}),
      ...FAULTS.map(([verb, key, text]) => button(text, key, () => break_(verb))), button('Repair the network', 'h', () => insert(['heal'])), button('Let 1 s pass', 't', () => insert(['run 1s'])), button('Let 10 s pass', 'T', () => insert(['run 10s']))),
    node('form', {class: 'sim-row', submit: event => { event.preventDefault(); if (own.value.trim()) insert([own.value.trim()]); }}, node('label', {for: 'own'}, 'A step of your own'), own, node('button', {}, 'Insert')),
    node('div', {class: 'sim-row'}, button('Save as a file', '', save), button('Copy a link to this history', '', share), button('All as it was', '', () => open(runs[choice.value])))]
    : [node('p', {}, 'To break these histories in other places, start ', node('code', {}, './gregor notebook'), ' or, in a terminal, ', node('code', {}, './gregor simulate NAME'), '.'),
      node('div', {class: 'sim-row'}, button('Save as a file', '', save))];

  root.append(node('div', {class: 'sim-row'}, node('label', {for: 'scenario'}, 'Scenario', choice), node('label', {for: 'seed'}, 'Seed', seed)), question,
    stage, node('div', {class: 'sim-row'}, button('Start', '', () => { pause(); go(0); }), button('Back', '←', () => stepBy(-1)), play, button('Step', '→', () => stepBy(1)), rate, range, clock), bad, ...changing,
    node('div', {class: 'sim-columns'}, steps, node('div', {}, chart, said)), answer);

  const groups = new Map();
  runs.forEach((each, i) => {
    if (!groups.has(each.scenario.group)) groups.set(each.scenario.group, choice.appendChild(node('optgroup', {label: each.scenario.group})));
    groups.get(each.scenario.group).append(node('option', {value: i}, `${each.scenario.name}: ${each.scenario.proves}`));
  });

  // time: a pause of the cluster is shortened, so that an hour does not take an hour
  function open(next, step = 0) {
    run = next;
    pause();
    times = [0];
    for (let i = 1; i < run.frames.length; i++) {
      const gap = run.frames[i].at - run.frames[i - 1].at;
      times.push(times[i - 1] + Math.min(1500, gap < 20 ? 40 + gap * 25 : 300 * Math.log10(gap)));
    }
    seed.value = run.scenario.settings.seed ?? 1;
    question.replaceChildren(node('strong', {}, run.scenario.question ? 'Predict: ' : ''), run.scenario.question || '');
    answer.replaceChildren(...run.scenario.answer ? [node('details', {class: 'folded'}, node('summary', {}, 'Answer first, then open this'), node('p', {}, run.scenario.answer), node('p', {}, run.scenario.proves))] : []);
    bad.textContent = '';
    drawn = -1;
    listSteps();
    drawChart();
    stage.setAttribute('viewBox', `0 0 900 ${Math.max(90 + 84 * run.brokers, 130 + 60 * run.clients.length)}`);
    go(step > 0 ? times[run.steps[step - 1].frame] : 0);
  }
  const total = () => times[times.length - 1] || 1;
  function frameAt(time) {
    let low = 0, high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= time) low = middle; else high = middle - 1;
    }
    return low;
  }
  function simulated(time) {
    const i = frameAt(time);
    if (i === times.length - 1) return run.frames[i].at;
    return run.frames[i].at + (time - times[i]) / (times[i + 1] - times[i]) * (run.frames[i + 1].at - run.frames[i].at);
  }
  function displayed(millis) {
    let low = 0, high = run.frames.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (run.frames[middle].at <= millis) low = middle; else high = middle - 1;
    }
    if (low === run.frames.length - 1) return times[low];
    const share = (millis - run.frames[low].at) / (run.frames[low + 1].at - run.frames[low].at || 1);
    return times[low] + share * (times[low + 1] - times[low]);
  }
  function stepNow() {
    const frame = frameAt(at);
    let made = 0;
    while (made < run.steps.length && run.steps[made].frame <= frame) made++;
    return made;
  }
  let step = 0;
  function stepBy(count) {
    pause();
    step = Math.min(run.steps.length, Math.max(0, step + count));
    go(step > 0 ? times[run.steps[step - 1].frame] : 0, step);
  }
  function start() {
    if (at >= total()) go(0);
    playing = true;
    last = 0;
    play.firstChild.textContent = 'Pause';
    requestAnimationFrame(tick);
  }
  function pause() {
    playing = false;
    play.firstChild.textContent = 'Play';
  }
  function tick(now) {
    if (!playing) return;
    if (last) {
      stats.count++;
      stats.millis += now - last;
      if (now - last > 25) stats.slow++;
      go(Math.min(total(), at + Math.min(100, now - last) * speed));
    }
    last = now;
    if (at >= total()) pause(); else requestAnimationFrame(tick);
  }

  // the picture
  const brokerAt = i => ({x: 330, y: 84 + 84 * (i - 1)});
  const clientAt = i => ({x: 20, y: 112 + 60 * (i - 1)});
  function anchor(number, other) {
    if (number === 0) return {x: 600, y: 52};
    if (number < 0) return {x: 240, y: clientAt(-number).y + 20};
    const {x, y} = brokerAt(number);
    return other < 0 ? {x, y: y + 30} : other === 0 ? {x: x + 270, y} : {x: x + 500, y: y + 30};
  }
  function go(time, toStep) {
    at = time;
    const i = frameAt(time);
    step = toStep ?? stepNow();
    if (i !== drawn) drawStill(run.frames[i], i);
    drawMessages(simulated(time));
    range.value = time / total() * 1000;
    clock.textContent = `${(simulated(time) / 1000).toFixed(3)} s`;
    range.setAttribute('aria-valuetext', clock.textContent);
    now.setAttribute('transform', `translate(${chartX(time)} 0)`);
    mark();
  }
  let marked = -1;
  function mark() {
    if (step === marked) return;
    marked = step;
    [...steps.children].forEach((item, i) => item.firstChild.toggleAttribute('aria-current', i === step - 1));
    const current = steps.children[Math.max(0, step - 1)];
    if (current) steps.scrollTop = current.offsetTop - steps.offsetTop - 60;
  }
  function drawStill(frame, i) {
    drawn = i;
    const focused = document.activeElement?.dataset?.broker;
    still.replaceChildren(controller(frame), ...frame.cuts.map(cutLine), ...frame.brokers.map((broker, n) => brokerBox(frame, broker, n + 1)), ...frame.clients.map(client));
    if (focused) still.querySelector(`[data-broker="${focused}"]`)?.focus();
    said.textContent = describe(frame);
    bad.textContent = frame.broken.join('; ');
  }
  const text = (x, y, content, kind = '') => svg('text', {x, y, class: kind}, content);
  const list = numbers => numbers.length ? numbers.join(', ') : 'none';
  function controller(frame) {
    return svg('g', {}, svg('rect', {class: 'broker', x: 330, y: 10, width: 540, height: 42, rx: 6}),
      text(342, 28, `controller: ${frame.leader < 0 ? 'no leader' : `leader ${frame.leader}`}, epoch ${frame.epoch}`, 'strong'),
      text(342, 45, `ISR ${list(frame.isr)}${frame.elr.length ? `; ELR ${list(frame.elr)}` : ''}`, 'small'));
  }
  function cutLine([from, to]) {
    const a = anchor(from, to), b = anchor(to, from);
    return svg('path', {class: 'cut', d: curve(a, b, from, to), fill: 'none'}, svg('title', {}, `messages from ${from} to ${to} are lost`));
  }
  const curve = (a, b, from, to) => from > 0 && to > 0 ? `M${a.x} ${a.y} Q${a.x + 70} ${(a.y + b.y) / 2} ${b.x} ${b.y}` : `M${a.x} ${a.y} L${b.x} ${b.y}`;
  function brokerBox(frame, broker, number) {
    const {x, y} = brokerAt(number);
    const role = !broker.running ? 'stopped' : broker.paused ? 'paused' : broker.leads ? `leads epoch ${broker.epoch}` : broker.epoch < 0 ? 'starts' : `follows in epoch ${broker.epoch}`;
    const inSync = frame.isr.includes(number) ? ', in sync' : frame.elr.includes(number) ? ', eligible leader' : '';
    const box = svg('g', {class: `${broker.leads ? 'leads' : ''} ${broker.running ? '' : 'stopped'} ${live && number === chosen ? 'chosen' : ''}`, 'data-broker': number, 'aria-label': `broker ${number}: ${role}${inSync}`,
      ...live ? {tabindex: 0, role: 'button', 'aria-pressed': String(number === chosen), click: () => choose(number), keydown: event => { if (event.key === 'Enter') choose(number); }} : {}},
      svg('rect', {class: 'broker', x, y, width: 500, height: 66, rx: 6}),
      text(x + 10, y + 18, `broker ${number}`, 'strong'), text(x + 90, y + 18, role + inSync),
      text(x + 490 - 7 * `epochs ${broker.epochs}`.length, y + 18, `epochs ${broker.epochs}`, 'small'));
    const wide = broker.log.map(event => Math.max(22, event.length * 8 + 10));
    const first = Math.max(0, wide.length - 12);
    let left = x + 10;
    if (first > 0) { box.append(text(left, y + 46, `…${first}`, 'small')); left += 36; }
    for (let i = first; i < wide.length; i++) {
      box.append(svg('rect', {class: i < broker.hw ? 'event' : 'unread', x: left, y: y + 28, width: wide[i], height: 24}), text(left + 5, y + 45, broker.log[i]));
      left += wide[i] + 3;
      if (i === broker.hw - 1) box.append(svg('path', {class: 'hw', d: `M${left - 1} ${y + 25}v30`}));
    }
    box.append(text(x + 10, y + 63, `end ${broker.log.length}, high watermark ${broker.hw}, on disk ${broker.flushed}`, 'small'));
    return box;
  }
  function client(content, i) {
    const {x, y} = clientAt(i + 1);
    const short = content.length > 34 ? `${content.slice(0, 33)}…` : content;
    return svg('g', {}, svg('rect', {class: 'broker', x, y, width: 220, height: 40, rx: 18}), text(x + 12, y + 25, short, 'small'), svg('title', {}, content));
  }
  function drawMessages(millis) {
    const flying = run.messages.filter(each => each.sent <= millis && each.at > millis).slice(0, 40);
    while (moving.children.length < flying.length) moving.append(svg('g', {class: 'message'}, svg('circle', {r: 6}), svg('text', {x: 10, y: 4})));
    while (moving.children.length > flying.length) moving.lastChild.remove();
    flying.forEach((message, i) => {
      const a = anchor(message.from, message.to), b = anchor(message.to, message.from);
      const share = (millis - message.sent) / (message.at - message.sent);
      const bend = message.from > 0 && message.to > 0 ? 70 * 2 * share * (1 - share) : 0;
      const shape = moving.children[i];
      shape.setAttribute('transform', `translate(${a.x + (b.x - a.x) * share + bend} ${a.y + (b.y - a.y) * share})`);
      const label = shape.lastChild;
      if (label.textContent !== message.text) label.textContent = message.text;
      label.setAttribute('text-anchor', a.x > 700 ? 'end' : 'start');
      label.setAttribute('x', a.x > 700 ? -10 : 10);
    });
  }
  function describe(frame) {
    const logs = frame.brokers.map((broker, i) => `broker ${i + 1}: ${broker.running ? '' : 'stopped, '}${broker.log.length} events, ${broker.hw} readable`);
    return `${frame.leader < 0 ? 'No leader' : `Leader ${frame.leader}`}, epoch ${frame.epoch}, ISR ${list(frame.isr)}; ${[...logs, ...frame.clients].join('; ')}.`;
  }

  // the chart
  const chartX = time => 240 + 480 * time / total();
  const now = svg('path', {class: 'now'});
  function drawChart() {
    const rows = [['leader', frame => Math.max(0, frame.leader)], ['in-sync replicas', frame => frame.isr.length], ...METRICS.map(name => [name, frame => frame.metrics[name], 'bad'])];
    const height = 34 * rows.length + 26;
    chart.setAttribute('viewBox', `0 0 740 ${height}`);
    now.setAttribute('d', `M0 4V${height - 22}`);
    const parts = rows.map(([name, value, kind], i) => {
      const base = 34 * i + 28;
      const values = run.frames.map(value);
      const most = Math.max(1, ...values);
      const line = values.map((v, n) => `${n ? `H${chartX(times[n]).toFixed(1)}V` : `M240 `}${(base - 22 * v / most).toFixed(1)}`).join('') + `H${chartX(total())}`;
      return svg('g', {}, svg('path', {class: 'grid', d: `M240 ${base}H720`}), text(4, base - 4, name, 'small'), svg('path', {class: kind ?? '', d: line}), text(724, base - 4, values[values.length - 1], 'small'));
    });
    const marks = run.steps.filter(each => !each.text.startsWith('expect')).map(each => svg('path', {class: 'grid', d: `M${chartX(times[each.frame])} 4V${height - 22}`}, svg('title', {}, each.text)));
    chart.replaceChildren(...marks, ...parts, now, text(240, height - 6, '0 s', 'small'), text(660, height - 6, `${(run.frames[run.frames.length - 1].at / 1000).toFixed(1)} s`, 'small'));
  }
  function listSteps() {
    marked = -1;
    steps.replaceChildren(...run.steps.map((each, i) => node('li', {}, node('button', {type: 'button', click: () => { pause(); go(times[each.frame], i + 1); }}, each.text), ...each.unmet ? [node('span', {class: 'unmet'}, `!! ${each.unmet}`)] : [],
      ...live ? [node('button', {type: 'button', class: 'remove', 'aria-label': `remove ${each.text}`, click: () => change(lines(run.steps.filter((_, n) => n !== i).map(other => other.text)), Math.min(i, step))}, '×')] : [])));
  }

  // changes
  function lines(texts, settings = run.scenario.settings) {
    const {group, proves, question, answer} = run.scenario;
    return [`group: ${group}`, `proves: ${proves}`, `question: ${question}`, `answer: ${answer}`, '', ...Object.entries(settings).map(([name, value]) => `${name} ${value}`), ...texts, ''].join('\n');
  }
  const reseeded = value => lines(run.steps.map(each => each.text), {...run.scenario.settings, seed: value || '1'});
  async function change(content, to) {
    pause();
    try {
      const answered = await (root.dataset.live === 'page' ? inPage(content) : onServer(content));
      open({...answered, scenario: {...answered.scenario, name: run.scenario.name}}, to);
    } catch (error) {
      bad.textContent = error.message;
    }
  }
  async function onServer(content) {
    const reply = await fetch('/api/simulate', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({text: content})});
    if (!reply.ok) throw new Error((await reply.text()).trim());
    return (await reply.json()).run;
  }
  // classes.js, made by TeaVM, has the classes of the cluster.
  async function inPage(content) {
    if (!globalThis.gregorSimulate) {
      await new Promise((resolve, reject) => document.head.append(node('script', {src: 'classes.js', load: resolve, error: () => reject(new Error('classes.js is missing; write the site again'))})));
      main([]);
    }
    return new Promise((resolve, reject) => gregorSimulate(content, (json, problem) => problem ? reject(new Error(problem)) : resolve(JSON.parse(json))));
  }
  function insert(texts) {
    own.value = '';
    const all = run.steps.map(each => each.text);
    all.splice(step, 0, ...texts);
    return change(lines(all), step + texts.length);
  }
  function break_(verb) {
    if (verb !== 'cut') return insert([`${verb} ${chosen}`]);
    const others = [...Array(run.brokers).keys()].map(i => i + 1).filter(other => other !== chosen);
    return insert([...others, 'controller'].map(other => `cut ${chosen} ${other}`));
  }
  function choose(number) {
    chosen = number;
    document.getElementById('chosen').textContent = `Broker ${number}:`;
    drawStill(run.frames[frameAt(at)], frameAt(at));
  }
  function save() {
    const link = node('a', {href: URL.createObjectURL(new Blob([run.text], {type: 'text/plain'})), download: `${run.scenario.name}-mine.txt`});
    link.click();
    bad.textContent = `Saved. ./gregor simulate ${link.download} runs it in a terminal.`;
  }
  async function share() {
    history.replaceState(null, '', `#${encodeURIComponent(run.text)}`);
    await navigator.clipboard?.writeText(location.href).catch(() => {});
    bad.textContent = `The address of this page now has this history, with seed ${seed.value}.`;
  }
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input:not([type=range]), select, textarea')) return;
    const fault = live && FAULTS.find(([, key]) => key === event.key);
    if (event.key === ' ' && !event.target.matches('button, summary')) playing ? pause() : start();
    else if (event.key === 'ArrowLeft' && event.target !== range) stepBy(-1);
    else if (event.key === 'ArrowRight' && event.target !== range) stepBy(1);
    else if (live && event.key >= '1' && event.key <= String(run.brokers)) choose(Number(event.key));
    else if (fault) break_(fault[0]);
    else if (live && event.key === 'h') insert(['heal']);
    else if (live && event.key === 't') insert(['run 1s']);
    else if (live && event.key === 'T') insert(['run 10s']);
    else return;
    event.preventDefault();
  });

  // The fragment of the address names a history, or has the whole of one.
  function fromAddress() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const named = runs.findIndex(each => each.scenario.name === wanted);
    choice.value = String(Math.max(0, named));
    open(runs[choice.value]);
    if (live) choose(1);
    if (live && wanted.includes('\n')) change(wanted, 0);
  }
  addEventListener('hashchange', fromAddress);
  fromAddress();
})();
