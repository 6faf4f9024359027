// All requests to the notebook's server.
export async function post(path, body) {
  const reply = await fetch(`/api/${path}`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body), keepalive: ['save', 'leave'].includes(path) && JSON.stringify(body).length < 60000});
  if (!reply.ok) throw Object.assign(new Error((await reply.text()).trim()), {status: reply.status});
  return reply.json();
}

const TAB = crypto.randomUUID();

// Reports that this tab closes; its session stays open for a while, for a reload.
export function leave(session) {
  if (session) post('leave', {session, tab: TAB}).catch(() => {});
}

// Opens the session of this tab: the same one after a reload, or a new one for the same file if that has ended.
export async function enter(lesson) {
  const [tab, file] = [`tab-${lesson}`, `file-${lesson}`];
  if (!sessionStorage.getItem(tab)) sessionStorage.setItem(tab, crypto.randomUUID());
  const answer = await post('open', {lesson, tab: sessionStorage.getItem(tab), file: sessionStorage.getItem(file) || ''});
  sessionStorage.setItem(file, answer.file);
  return answer;
}

// Calls back for each event, `silent` while the server does not answer, and `ended` when the session has ended.
export function listen(session, event, silent, ended) {
  const source = new EventSource(`/api/stream?session=${session}&tab=${TAB}`);
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
