// The one place that talks with the notebook's server.
export async function post(path, body) {
  const reply = await fetch(`/api/${path}`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body), keepalive: ['save', 'leave'].includes(path) && JSON.stringify(body).length < 60000});
  if (!reply.ok) throw Object.assign(new Error((await reply.text()).trim()), {status: reply.status});
  return reply.json();
}

const TAB = crypto.randomUUID();

// Says that this tab goes; its session stays for a while, in case it comes back.
export function leave(room) {
  if (room) post('leave', {room, tab: TAB}).catch(() => {});
}

// A room of this tab: the same one after a reload, also after one that came before the answer. And if there is none any
// more, a new one for the same file.
export async function enter(lesson) {
  const [place, file] = [`place-${lesson}`, `file-${lesson}`];
  if (!sessionStorage.getItem(place)) sessionStorage.setItem(place, crypto.randomUUID());
  const answer = await post('open', {lesson, place: sessionStorage.getItem(place), file: sessionStorage.getItem(file) || ''});
  sessionStorage.setItem(file, answer.file);
  return answer;
}

// Calls back for each event; `silent` while the server does not answer, `ended` when it does not know the room.
export function listen(room, event, silent, ended) {
  const source = new EventSource(`/api/stream?room=${room}&tab=${TAB}`);
  source.onmessage = message => event(JSON.parse(message.data));
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) ended();
    else silent();
  };
  return source;
}

export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}
