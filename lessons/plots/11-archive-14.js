{
        let target_plot = document.getElementById('plot');
        let layout = {
    title: 'Events by hour of the day, UTC',
    height: 450,
    width: 700,


};

let trace0 =
{
x: ["00","01","02","03","04","05","06","07","08","09","10","11","12","13","14","15","16","17","18","19","20","21","22","23"],
y: [32.0, 16.0, 16.0, 17.0, 52.0, 166.0, 503.0, 1083.0, 1512.0, 1635.0, 1600.0, 1412.0, 991.0, 1264.0, 1513.0, 1608.0, 1613.0, 1434.0, 1063.0, 694.0, 442.0, 257.0, 141.0, 69.0],
marker: {
    size: 6.0,
    color: '#3f83c4',
},
orientation: 'v',
xaxis: 'x',
yaxis: 'y',
type: 'bar',
name: '',
};

        let data = [ trace0];
draw(target_plot, data, layout);            }
