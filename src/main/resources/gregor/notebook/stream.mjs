// A worker that all tabs share: one connection to the server, whose events it passes on to every tab. It is closed while
// all tabs are hidden: a tab that becomes hidden says so, and the worker asks whether another one is visible.
const channel = new BroadcastChannel('gregor');
const HIDDEN_MILLIS = 20000;
let source;
let connected = false;
let closing;

function tell() {
  channel.postMessage({type: connected ? 'connected' : 'silent'});
}

function connect() {
  source = new EventSource('/api/stream');
  source.onopen = () => { connected = true; tell(); };
  source.onmessage = message => channel.postMessage(JSON.parse(message.data));
  source.onerror = () => {
    connected = false;
    tell();
    // The server does not know this browser yet: it knows it when its new address has been opened.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  };
}

function disconnect() {
  if (!connected) return;
  source.close();
  source = undefined;
  connected = false;
  fetch('/api/hidden', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'}).catch(() => {});
}

channel.onmessage = ({data: {type}}) => {
  if (type === 'hello' && source) tell();
  if (type === 'hello' || type === 'visible') {
    clearTimeout(closing);
    if (!source) connect();
  } else if (type === 'hidden') {
    clearTimeout(closing);
    closing = setTimeout(disconnect, HIDDEN_MILLIS);
    channel.postMessage({type: 'visible?'});
  }
};
connect();
