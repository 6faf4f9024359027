'use strict';
// Polls /status each second and draws it. Event texts are only set as text, never as HTML.
const SVG = 'http://www.w3.org/2000/svg';
const HISTORY = 60;
const history = new Map();
const items = new Map();
let paused = false;
let token = sessionStorage.getItem('token') || '';

const byId = id => document.getElementById(id);
const isOwn = topic => topic.startsWith('__') || topic === '_kaf';

function node(parent, tag, attributes = {}, text) {
  const made = parent.namespaceURI === SVG || tag === 'svg' ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

function say(text, bad) {
  const state = byId('state');
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle('bad', !!bad);
}

// Returns the events per second over the last minute.
function pulse(name, end, now) {
  const ends = history.get(name) || [];
  ends.push([now, end]);
  if (ends.length > HISTORY) ends.shift();
  history.set(name, ends);
  const rates = [];
  for (let i = 1; i < ends.length; i++) {
    rates.push(Math.max(0, (ends[i][1] - ends[i - 1][1]) * 1000 / Math.max(1, ends[i][0] - ends[i - 1][0])));
  }
  return rates;
}

function item(part, name) {
  if (!items.has(name)) {
    const li = node(byId('logs'), 'li');
    const lane = document.createElementNS(SVG, 'svg');
    const rate = document.createElementNS(SVG, 'svg');
    node(li, 'h3', {}, name);
    const facts = node(li, 'span', {class: 'facts'});
    rate.setAttribute('class', 'pulse');
    rate.setAttribute('viewBox', '0 0 120 20');
    rate.setAttribute('role', 'img');
    li.append(rate);
    lane.setAttribute('class', 'lane');
    lane.setAttribute('role', 'img');
    li.append(lane);
    items.set(name, {li, facts, rate, lane});
  }
  return items.get(name);
}

// Draws a partition as the lessons do: [ 3 4 a 5 ] → C(5), with the next offset at the end.
function drawLane(lane, part, readers) {
  lane.replaceChildren();
  const first = part.end - part.tail.length;
  const texts = part.tail.map(text => text === '' ? ' ' : text);
  let x = 8;
  const at = new Map();
  const words = [];
  node(lane, 'text', {x, y: 22}, first > part.start ? '[ …' : '[');
  x += first > part.start ? 28 : 14;
  texts.forEach((text, i) => {
    const width = Math.max(24, text.length * 7.4 + 12);
    at.set(first + i, x + width / 2);
    node(lane, 'rect', {x, y: 6, width, height: 24, rx: 3});
    node(lane, 'text', {x: x + 6, y: 22}, text);
    node(lane, 'text', {class: 'offset', x: x + 2, y: 42}, String(first + i));
    x += width + 4;
  });
  at.set(part.end, x + 6);
  node(lane, 'text', {x: x + 2, y: 22}, ']');
  node(lane, 'text', {class: 'offset', x: x + 2, y: 42}, String(part.end));
  x += 24;
  for (const reader of readers) {
    const place = reader.committed < 0 ? part.start : reader.committed;
    const label = `→ ${reader.group}(${place})`;
    node(lane, 'text', {class: 'who', x, y: 22}, label);
    const to = at.get(place);
    if (to !== undefined) node(lane, 'path', {d: `M ${to} 30 v 4 M ${to - 4} 34 l 4 -4 l 4 4`});
    words.push(`${reader.group} is at ${place}, ${reader.events} behind`);
    x += label.length * 7.4 + 12;
  }
  lane.setAttribute('viewBox', `0 0 ${Math.max(x, 600)} 48`);
  lane.setAttribute('preserveAspectRatio', 'xMinYMid meet');
  lane.setAttribute('aria-label', `The last events: ${part.tail.join(', ') || 'none'}. The next gets offset ${part.end}. ${words.join('. ')}`);
}

function drawPulse(svg, rates) {
  svg.replaceChildren();
  const most = Math.max(1, ...rates);
  const points = rates.map((rate, i) => `${(HISTORY - rates.length + i) * 2},${19 - rate / most * 17}`).join(' ');
  node(svg, 'polyline', {points});
  const now = rates.length ? rates[rates.length - 1] : 0;
  svg.setAttribute('aria-label', `${Math.round(now)} events a second now, at most ${Math.round(most)} in the last minute`);
  return now;
}

function draw(status) {
  const now = Date.parse(status.time);
  const own = byId('own').checked;
  const marks = status.groups.flatMap(group => group.lag);
  const seen = new Set();
  let rate = 0;
  for (const part of status.partitions) {
    if (isOwn(part.topic) && !own) continue;
    const name = `${part.topic}-${part.partition}`;
    seen.add(name);
    const {facts, rate: svg, lane} = item(part, name);
    const readers = marks.filter(mark => mark.topic === part.topic && mark.partition === part.partition);
    facts.textContent = part.trouble || `${part.start} to ${part.end}, ${part.bytes.toLocaleString('en')} bytes`;
    rate += drawPulse(svg, pulse(name, part.end, now));
    drawLane(lane, part, readers);
  }
  for (const [name, {li}] of items) {
    if (!seen.has(name)) {
      li.remove();
      items.delete(name);
      history.delete(name);
    }
  }
  byId('none').hidden = seen.size > 0;
  drawGroups(status.groups);
  byId('troubles').hidden = status.troubles.length === 0;
  byId('troubles').querySelector('ul').replaceChildren();
  status.troubles.forEach(trouble => node(byId('troubles').querySelector('ul'), 'li', {}, trouble));
  say(`${seen.size} logs, ${status.groups.length} groups, ${status.streams} streams, ${Math.round(rate)} events a second`);
}

function drawGroups(groups) {
  const body = byId('groups').tBodies[0];
  body.replaceChildren();
  for (const group of groups) {
    for (const mark of group.lag) {
      const row = node(body, 'tr');
      node(row, 'th', {scope: 'row'}, group.name);
      for (const cell of [`${mark.topic}-${mark.partition}`, mark.committed < 0 ? 'none' : mark.committed, mark.end, mark.events, mark.owner || 'none']) {
        node(row, 'td', {}, String(cell));
      }
    }
  }
}

async function poll() {
  if (!paused && !document.hidden) {
    try {
      const reply = await fetch('/status', {headers: token ? {Authorization: `Bearer ${token}`} : {}});
      byId('entry').hidden = reply.status !== 401;
      if (reply.ok) draw(await reply.json());
      else say(reply.status === 401 ? 'Token needed.' : `The broker answers with status ${reply.status}.`, true);
    } catch (e) {
      say('The broker does not answer.', true);
    }
  }
  setTimeout(poll, 1000);
}

byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', paused);
  byId('pause').textContent = paused ? 'Resume' : 'Pause';
});
byId('entry').addEventListener('submit', event => {
  event.preventDefault();
  token = byId('token').value;
  sessionStorage.setItem('token', token);
});
poll();
