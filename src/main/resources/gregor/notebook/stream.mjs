// A worker that all tabs share: one connection to the server, whose events it passes on to every tab.
const channel = new BroadcastChannel('gregor');
let connected = false;

function tell() {
  channel.postMessage({type: connected ? 'connected' : 'silent'});
}

function connect() {
  const source = new EventSource('/api/stream');
  source.onopen = () => { connected = true; tell(); };
  source.onmessage = message => channel.postMessage(JSON.parse(message.data));
  source.onerror = () => {
    connected = false;
    tell();
    // The server does not know this browser yet: it knows it when its new address has been opened.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  };
}

channel.onmessage = ({data}) => { if (data.type === 'hello') tell(); };
connect();
