// Draws figures of Tablesaw with Plotly, in the colours of the page. Plotly itself is in the file next to it, zipped.
const plots = [];

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(name).trim();
  return { 'font.color': of('--ink'), 'xaxis.gridcolor': of('--grid'), 'yaxis.gridcolor': of('--grid'), 'xaxis.zerolinecolor': of('--grid'),
    'yaxis.zerolinecolor': of('--grid'), paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)' };
}

// Plotly wants more than a text.
const titled = title => title && (title.text ? title : { text: title });

// The layout that comes with a plot is for a page of its own; here the page decides. What it says stays.
function draw(element, data, given) {
  const isLine = data[0]?.fill === 'tozeroy';
  const isBars = data[0]?.orientation === 'h';
  const captioned = element.closest('figure');
  const layout = { autosize: true, height: 280, margin: { l: 8, r: 12, t: captioned ? 8 : 40, b: 8 }, showlegend: data.length > 1, bargap: 0.2,
    xaxis: { automargin: true, title: titled(given.xaxis?.title) }, yaxis: { automargin: true, title: titled(given.yaxis?.title) }, barmode: given.barmode };
  if (!captioned) layout.title = { font: { size: 15 }, x: 0.02, ...titled(given.title) };
  if (isLine || data[0]?.type === 'bar') {
    Object.assign(layout.xaxis, { fixedrange: !isLine, type: isLine ? 'date' : isBars ? 'linear' : 'category' });
    Object.assign(layout.yaxis, { fixedrange: true, rangemode: 'tozero', type: isBars ? 'category' : 'linear' });
    data[0].hoverinfo = 'x+y';
  }
  if (isLine) data[0].line.width = 1.5;
  plots.push(element);
  Plotly.newPlot(element, data, layout, { displayModeBar: false, responsive: true }).then(() => Plotly.relayout(element, colours()));
}

async function start(drawAll, failed) {
  try {
    const zipped = Uint8Array.from(atob(document.getElementById('plotly').textContent), letter => letter.charCodeAt(0));
    const code = await new Response(new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
    const script = document.createElement('script');
    script.textContent = code;
    document.head.append(script);
    drawAll();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plots.forEach(plot => Plotly.relayout(plot, colours())));
  } catch (problem) {
    failed(problem);
  }
}
