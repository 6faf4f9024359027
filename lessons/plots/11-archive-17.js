{
        let target_plot = document.getElementById('plot');
        let layout = {
    title: 'How they ended',
    height: 700,
    width: 900,


};

let trace0 =
{
x: ["ontime","failed","late"],
y: [14239.0, 569.0, 4325.0],
orientation: 'v',
xaxis: 'x',
yaxis: 'y',
type: 'bar',
name: '',
};

        let data = [ trace0];
draw(target_plot, data, layout);            }
