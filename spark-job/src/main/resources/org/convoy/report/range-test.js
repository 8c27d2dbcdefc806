
'use strict';

// Draws the page about a learning-rate range test from the data in it, which are put in as text and never as HTML.
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const page = document.getElementById('page');
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const rate = (value) => (value >= 1e-4 ? String(Number(value.toPrecision(3))) : value.toExponential(2));
  const loss = (value) => (typeof value === 'number' ? value.toFixed(4) : '–');

  function el(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children.flat());
    return element;
  }

  document.title = 'lr-find ' + data.config + ' · Convoy';
  page.append(el('header', {}, el('h1', {}, 'Convoy · lr-find ' + data.config), el('p', {class: 'sentence'}, data.sentence)));

  function curve() {
    const box = el('div', {class: 'card plot'}, el('h3', {}, 'Loss over the learning rate of each step'));
    page.append(box);
    const axis = {
      stroke: () => css('--soft'),
      grid: {stroke: () => css('--grid'), width: 1},
      ticks: {stroke: () => css('--grid'), width: 1, size: 4},
      font: '12px system-ui, sans-serif',
    };
    const line = (label, color, width) => ({
      label: label, width: width, points: {show: false}, stroke: () => css(color), value: (u, value) => loss(value),
    });
    // Where the loss explodes it would press all else flat.
    const losses = data.points.map((point) => point.loss).filter(Number.isFinite);
    const top = 1.15 * Math.max(...losses.slice(0, 10));
    const low = 0.95 * Math.min(...losses);
    const made = new uPlot({
      width: 300,
      height: 420,
      scales: {x: {time: false, distr: 3}, y: {range: [low, top]}},
      cursor: {drag: {x: true, y: false}, points: {size: 7}},
      axes: [
        Object.assign({}, axis, {space: 60, size: 34, values: (u, ticks) => ticks.map((tick) =>
          (tick && Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9 ? tick.toExponential(0) : ''))}),
        Object.assign({}, axis, {size: 58, values: (u, ticks) => ticks.map((tick) => String(Number(tick.toPrecision(4))))}),
      ],
      series: [{label: 'learning rate', value: (u, value) => (value ? rate(value) : '–')},
        line('loss', '--s7', 1), line('smoothed', '--s0', 2)],
      hooks: {draw: [mark]},
    }, [data.points.map((point) => point.learningRate), data.points.map((point) => point.loss), data.points.map((point) => point.smoothed)], box);
    made.root.setAttribute('role', 'img');
    made.root.setAttribute('aria-label', data.sentence);
    const fit = () => {
      const style = getComputedStyle(box);
      const width = Math.floor(box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight));
      if (width > 0 && width !== made.width) made.setSize({width: width, height: made.height});
    };
    new ResizeObserver(() => requestAnimationFrame(fit)).observe(box);
    fit();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => made.redraw());
    addEventListener('beforeprint', fit);
  }

  // The suggestion, as a line from top to bottom.
  function mark(made) {
    if (data.suggestion === null) return;
    const x = Math.round(made.valToPos(data.suggestion, 'x', true)) + 0.5;
    const ratio = devicePixelRatio;
    made.ctx.save();
    made.ctx.strokeStyle = css('--s1');
    made.ctx.fillStyle = css('--s1');
    made.ctx.lineWidth = ratio;
    made.ctx.setLineDash([4 * ratio, 4 * ratio]);
    made.ctx.beginPath();
    made.ctx.moveTo(x, made.bbox.top);
    made.ctx.lineTo(x, made.bbox.top + made.bbox.height);
    made.ctx.stroke();
    made.ctx.font = 12 * ratio + 'px system-ui, sans-serif';
    made.ctx.textAlign = 'right';
    made.ctx.fillText(rate(data.suggestion), x - 5 * ratio, made.bbox.top + 14 * ratio);
    made.ctx.restore();
  }

  function table() {
    const head = ['step', 'learning rate', 'loss', 'smoothed'].map((title) => el('th', {scope: 'col', class: 'n'}, title));
    const rows = data.points.map((point, step) => el('tr', {},
      [String(step + 1), rate(point.learningRate), loss(point.loss), loss(point.smoothed)].map((text) => el('td', {class: 'n'}, text))));
    page.append(el('div', {class: 'scroll long', tabindex: '0', role: 'region', 'aria-label': 'The steps'},
      el('table', {class: 'list'}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows))));
  }

  if (data.points.length > 0) {
    curve();
    table();
  }
  page.append(el('footer', {}, 'Written by Convoy ' + data.version + '. Plots by uPlot (MIT License). This file fetches nothing.'));
  document.documentElement.setAttribute('data-drawn', 'true');
})();
