{
        let target_plot = document.getElementById('plot');
        let layout = {
    title: 'Events after a wait of up to \u2026',
    height: 450,
    width: 700,


};

let trace0 =
{
x: ["1 s","3 s","10 s","30 s","1 min","3 min","10 min","30 min","1 h","3 h","12 h","1 day","longer"],
y: [305.0, 572.0, 1788.0, 4041.0, 4164.0, 5912.0, 1814.0, 394.0, 76.0, 60.0, 6.0, 0.0, 0.0],
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
