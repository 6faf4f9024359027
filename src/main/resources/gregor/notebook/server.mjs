// All requests to the notebook's server, and what the tabs say to each other.
let leaving = false;
addEventListener('pagehide', () => { leaving = true; });
addEventListener('pageshow', () => { leaving = false; });

// A request outlives the page that it leaves; browsers limit the sum of such requests.
export async function post(path, body) {
  const text = JSON.stringify(body);
  const reply = await fetch(`/api/${path}`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: text, keepalive: leaving && text.length < 60000});
  if (!reply.ok) throw Object.assign(new Error((await reply.text()).trim()), {status: reply.status});
  return reply.json();
}

// Whether the server does not answer, or does not know this browser yet.
export const isAway = error => error.status === 403 || error instanceof TypeError && error.status === undefined;

const channel = new BroadcastChannel('gregor');

// Calls back for each event of the server, and for each message of another tab.
export function listen(receive) {
  const shown = () => tell({type: document.hidden ? 'hidden' : 'visible'});
  channel.onmessage = ({data}) => {
    if (data.type !== 'visible?') receive(data);
    else if (!document.hidden) shown();
  };
  new SharedWorker('/stream.mjs', 'gregor');
  tell({type: 'hello'});
  if (document.hidden) shown();
  document.addEventListener('visibilitychange', shown);
}

export const tell = message => channel.postMessage(message);

// Claims a lesson for this tab, since two tabs would overwrite each other's work. Returns a function that gives it up,
// when no other tab has the lesson; null if the signal ends the wait.
//
// steal: take it from a tab that does not answer; lost: called if another tab takes it.
export function claim(lesson, {steal, signal, lost}) {
  return new Promise(resolve => {
    let claimed = false;
    navigator.locks.request(`gregor ${lesson}`, steal ? {steal} : {signal}, () => new Promise(giveUp => {
      claimed = true;
      resolve(giveUp);
    })).catch(() => claimed ? lost() : resolve(null));
  });
}

// A text that could not be saved on the server, in this browser.
export const draft = {
  keep: (name, text) => {
    try {
      localStorage.setItem(`gregor ${name}`, text);
    } catch {
      localStorage.removeItem(`gregor ${name}`); // too large for this browser
    }
  },
  read: name => localStorage.getItem(`gregor ${name}`),
  drop: name => localStorage.removeItem(`gregor ${name}`),
};

export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

// Offers names at the cursor of an editor. The server has the code and the cursor's position, and answers with suggestions.
export function complete(editor, path, request) {
  editor.showHint({completeSingle: true, hint: async () => {
    const cursor = editor.getCursor();
    const {from, items} = await post(path, {...request, cursor: editor.indexFromPos(cursor)});
    return {list: items, from: editor.posFromIndex(from), to: cursor};
  }});
}

// Completes with the Tab key behind text, and indents at the beginning of a line.
export const completeOrIndent = (editor, completes) =>
  /\S/.test(editor.getLine(editor.getCursor().line).slice(0, editor.getCursor().ch)) ? completes() : editor.execCommand('insertSoftTab');

export const button = (text, click, attributes = {}) => node('button', {type: 'button', ...attributes, click}, text);
