
'use strict';

// Draws the page from the data in it. Texts of strangers, such as names of classes and files, are put in as
// text and never as HTML.
(function () {
  const COLORS = 8;
  const LARGEST_TABLE = 24;
  const LONGEST_TABLE = 60;
  const MAP = 1280;
  const INVISIBLE =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
  const data = JSON.parse(document.getElementById('data').textContent, (key, value) =>
    typeof value === 'string' ? visible(value) : value);
  const page = document.getElementById('page');
  const details = data.details;
  const sections = [];
  const plots = [];

  // What cannot be seen but changes how the rest is seen, is seen.
  function visible(text) {
    return text.replace(INVISIBLE, (character) =>
      '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));
  }

  // An element with attributes and children, which are elements or texts.
  function el(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (key === 'class') element.className = value;
      else if (key === 'on') Object.entries(value).forEach(([event, act]) => element.addEventListener(event, act));
      else if (value !== null && value !== undefined) element.setAttribute(key, value);
    });
    children.flat(Infinity).forEach((child) => {
      if (child !== null && child !== undefined) element.append(child);
    });
    return element;
  }

  function section(id, short, title, note, ...content) {
    const made = el('section', {id: id, 'aria-labelledby': id + '-title'},
      el('h2', {id: id + '-title'}, title), note ? el('p', {class: 'note'}, note) : null, content);
    sections.push({id: id, title: short});
    page.append(made);
    return made;
  }

  const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
  const whole = (value) => value.toLocaleString('en-US', {maximumFractionDigits: 0});
  const fixed = (value, digits) => (isNumber(value) ? value.toFixed(digits) : '–');
  const percent = (value, digits) => (isNumber(value) ? (100 * value).toFixed(digits === undefined ? 2 : digits) + '\u00a0%' : '–');
  const sure = (value) => (value >= 0.9995 ? 'over\u00a099.9\u00a0%' : value < 0.0005 ? 'under\u00a00.1\u00a0%' : percent(value, 1));
  const significant = (value) => (isNumber(value) ? String(Number(value.toPrecision(4))) : '–');
  const clipped = (text, length) =>
    text.length <= length ? text : text.slice(0, length) + '… (' + whole(text.length) + ' characters)';
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const last = (values) => values[values.length - 1];

  function duration(seconds) {
    if (seconds < 9.95) return seconds.toFixed(1) + ' s';
    const s = Math.round(seconds);
    if (s < 60) return s + ' s';
    return s < 3600
      ? Math.floor(s / 60) + ' min ' + (s % 60) + ' s'
      : Math.floor(s / 3600) + ' h ' + (Math.floor(s / 60) % 60) + ' min';
  }

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // ---- Tables -------------------------------------------------------------------------------------------

  // A column has a title, a value to sort by, and perhaps what is shown of it in place of the value.
  function table(columns, rows, caption, style) {
    const body = el('tbody');
    const heads = columns.map((column) => {
      const button = el('button', {type: 'button'}, column.title);
      const head = el('th', {scope: 'col', class: column.text ? null : 'n'}, button);
      button.addEventListener('click', () => {
        const up = head.getAttribute('aria-sort') === (column.text ? 'ascending' : 'descending')
          ? !column.text : Boolean(column.text);
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        fill([...rows].sort((a, b) => (up ? 1 : -1) * compare(column.value(a), column.value(b))));
      });
      return head;
    });

    function fill(ordered) {
      body.replaceChildren(...ordered.map((row) => el('tr', {}, columns.map((column) =>
        el('td', {class: column.text ? 't' : 'n'}, (column.show || column.value)(row))))));
    }

    fill(rows);
    return el('div', rows.length > LONGEST_TABLE ? {class: 'scroll long', tabindex: '0', role: 'region', 'aria-label': caption} : {class: 'scroll'},
      el('table', {class: 'list' + (style ? ' ' + style : ''), 'aria-label': caption}, el('thead', {}, el('tr', {}, heads)), body));
  }

  function compare(a, b) {
    if (isNumber(a) && isNumber(b)) return a - b;
    if (isNumber(a) !== isNumber(b)) return isNumber(a) ? 1 : -1;
    return String(a).localeCompare(String(b), 'en', {numeric: true});
  }

  function facts(pairs) {
    return el('dl', {class: 'facts'},
      pairs.filter((pair) => pair[1] !== null && pair[1] !== undefined && pair[1] !== '')
        .map((pair) => [el('dt', {}, pair[0]), el('dd', {}, pair[1])]));
  }

  // ---- Plots --------------------------------------------------------------------------------------------

  // Lines over epochs, or over what the options say. Each line: label, xs, ys, color, dash, points.
  function plot(title, lines, options) {
    const drawn = lines.filter((line) => line.ys.some(isNumber));
    if (drawn.length === 0) return null;
    const box = el('div', {class: 'card plot'}, el('h3', {}, title));
    const joined = uPlot.join(drawn.map((line) => [line.xs, line.ys.map((y) => (isNumber(y) ? y : null))]));
    const axis = {
      stroke: () => css('--soft'),
      grid: {stroke: () => css('--grid'), width: 1},
      ticks: {stroke: () => css('--grid'), width: 1, size: 4},
      font: '12px system-ui, sans-serif',
    };
    const made = new uPlot({
      width: 300,
      height: options.height || 260,
      scales: {
        x: {time: false, range: options.x || ((u, low, high) => (low === high ? [low - 0.5, high + 0.5] : [low, high]))},
        y: {range: options.y || ((u, low, high) => {
          const space = (high - low || Math.abs(high) || 1) * 0.06;
          return options.zero ? [0, high + space || 1] : [low - space, high + space];
        })},
      },
      cursor: {sync: options.sync ? {key: options.sync} : undefined, drag: {x: true, y: false}, points: {size: 7}},
      axes: [
        Object.assign({}, axis, {
          space: 46, size: 34, values: (u, ticks) => ticks.map(significant),
          incrs: options.incrs || (joined[0].length > 0 && last(joined[0]) < 4 && !joined[0].every(Number.isInteger) ? [0.1, 0.2, 0.5] : [])
            .concat([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]),
        }),
        Object.assign({}, axis, {size: 58, values: (u, ticks) => ticks.map((value) => (options.tick || significant)(value, ticks[1] - ticks[0]))}),
      ],
      series: [{label: options.xLabel || 'epoch', value: (u, value) => (isNumber(value) ? significant(value) : '–')}].concat(
        drawn.map((line) => ({
          label: line.label,
          stroke: () => css('--s' + line.color % COLORS),
          width: line.thin ? 1 : 2,
          dash: line.dash,
          spanGaps: true,
          points: {show: line.points || line.xs.length <= 40, size: 5, fill: () => css('--s' + line.color % COLORS)},
          value: (u, value) => (isNumber(value) ? (options.format || significant)(value) : '–'),
        }))),
      hooks: {setCursor: [rest], ready: [rest]},
    }, joined, box);
    made.root.setAttribute('role', 'img');
    made.root.setAttribute('aria-label', title + ': ' + drawn.map((line) => {
      const values = line.ys.filter(isNumber);
      return line.label + ' from ' + (options.format || significant)(values[0]) + ' to ' +
        (options.format || significant)(last(values));
    }).join(', '));
    plots.push({made: made, box: box});
    return box;
  }

  // Where nobody points, a legend has the last values.
  function rest(made) {
    if (made.cursor.idx !== null && made.cursor.idx !== undefined) return;
    let at = made.data[0].length - 1;
    while (at > 0 && !isNumber(made.data[1][at])) at--;
    made.setLegend({idx: at}, false);
  }

  function fit() {
    plots.forEach(({made, box}) => {
      const style = getComputedStyle(box);
      const width = Math.floor(box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight));
      if (width > 0 && width !== made.width) made.setSize({width: width, height: made.height});
    });
  }

  function watchSizes() {
    const observer = new ResizeObserver(() => requestAnimationFrame(fit));
    plots.forEach(({box}) => observer.observe(box));
    fit();
    const redraw = () => plots.forEach(({made}) => made.redraw());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      redraw();
      drawMap();
    });
    addEventListener('beforeprint', () => {
      fit();
      redraw();
    });
    addEventListener('afterprint', fit);
  }

  const epochsOf = (run) => run.history.map((epoch) => epoch.epoch + 1);
  const line = (label, run, field, color, more) =>
    Object.assign({label: label, xs: epochsOf(run), ys: run.history.map((epoch) => epoch[field]), color: color}, more);

  // ---- The head -----------------------------------------------------------------------------------------

  function tiles(pairs) {
    return el('dl', {class: 'tiles'}, pairs.filter(Boolean).map((pair) =>
      el('div', {class: 'tile'}, el('dt', {}, pair[0]), el('dd', {}, pair[1], pair[2] ? el('small', {}, ' ' + pair[2]) : null))));
  }

  function head() {
    const run = data.runs[0];
    const several = data.runs.length > 1;
    document.title = (several ? data.runs.length + ' runs' : run.name) + ' · Convoy';
    const header = el('header', {},
      el('h1', {}, several ? 'Convoy · ' + data.runs.length + ' runs compared' : 'Convoy · ' + run.name),
      el('p', {class: 'sentence'}, several ? comparison() : run.sentence),
      !several && run.summary.message ? el('p', {class: 'message'}, run.summary.message) : null,
      (details ? details.remarks : []).map((remark) => el('p', {class: 'note'}, remark)));
    if (!several) header.append(runTiles(run));
    page.append(header);
  }

  function comparison() {
    const judged = data.runs.filter((run) => isNumber(run.summary.bestAccuracy));
    if (judged.length === 0) return 'None of these runs has ended an epoch yet.';
    const best = judged.reduce((one, other) => (other.summary.bestAccuracy > one.summary.bestAccuracy ? other : one));
    return 'Of ' + data.runs.length + ' runs ' + best.name + ' is the best: ' + percent(best.summary.bestAccuracy) +
      ' of the validation images are classified correctly after epoch ' + best.summary.bestEpoch + '.';
  }

  function runTiles(run) {
    const measured = details && details.evaluation;
    const end = last(run.history) || {};
    const accuracy = measured ? measured.accuracy : run.summary.accuracy;
    const images = sum(run.history.map((epoch) => epoch.imagesPerSecond * epoch.seconds));
    return tiles([
      isNumber(accuracy) ? ['Accuracy', percent(accuracy)] : null,
      tile('Top 5', measured ? measured.topFiveAccuracy : end.validationTopFiveAccuracy, percent),
      tile('Macro F1', measured ? measured.macroF1 : end.validationMacroF1, (value) => fixed(value, 4)),
      tile('Loss', measured ? measured.loss : run.summary.loss, (value) => fixed(value, 4)),
      tile('Calibration error', measured ? measured.calibrationError : end.validationCalibrationError, (value) => fixed(value, 4)),
      ['Epochs', String(run.summary.epochs), 'of ' + run.summary.epochsWanted],
      run.summary.seconds > 0 ? ['Images a second', whole(images / run.summary.seconds)] : null,
    ]);
  }

  const tile = (title, value, format) => (isNumber(value) ? [title, format(value)] : null);

  // ---- One run ------------------------------------------------------------------------------------------

  // By rounds where they were noted, else by epochs.
  function finest(label, run, ofRounds, ofEpochs, color) {
    return run.rounds
      ? {label: label, xs: run.rounds.points.map((point) => point.epoch), ys: run.rounds.points.map((point) => point[ofRounds]), color: color, thin: true}
      : line(label, run, ofEpochs, color);
  }

  function curves(run) {
    if (run.history.length === 0 && !run.rounds) return;
    const shown = [
      plot('Loss', [
        finest('training', run, 'loss', 'trainLoss', 0),
        line('validation', run, 'validationLoss', 1),
      ], {sync: 'epochs'}),
      plot('Accuracy', [
        finest('training', run, 'accuracy', 'trainAccuracy', 0),
        line('validation', run, 'validationAccuracy', 1),
      ], {sync: 'epochs', format: percent, tick: (value, step) => percent(value, step < 0.0095 ? 1 : 0)}),
      plot(run.rounds ? 'Learning rate' : 'Learning rate at the end of the epoch',
        [Object.assign(finest('learning rate', run, 'learningRate', 'learningRate', 2), {thin: false})], {sync: 'epochs', zero: true}),
      plot('Images trained on a second', [finest('images/s', run, 'imagesPerSecond', 'imagesPerSecond', 3)],
        {sync: 'epochs', zero: true, format: whole, tick: whole}),
      run.rounds ? plot('Gradient norm', [finest('gradient norm', run, 'gradientNorm', null, 5)], {sync: 'epochs', zero: true}) : null,
    ];
    section('curves', 'Curves', 'Curves',
      'Training loss and accuracy are means over ' + (run.rounds ? 'rounds' : 'an epoch') + ' while the weights change, with augmented images; ' +
      'validation is measured after it. Point at a plot to read its values, drag over it to enlarge, double-click to return.',
      el('div', {class: 'pair'}, shown),
      el('details', {}, el('summary', {}, 'All values'), table([
        {title: 'epoch', value: (e) => e.epoch + 1},
        {title: 'training loss', value: (e) => e.trainLoss, show: (e) => fixed(e.trainLoss, 4)},
        {title: 'training accuracy', value: (e) => e.trainAccuracy, show: (e) => fixed(e.trainAccuracy, 4)},
        {title: 'validation loss', value: (e) => e.validationLoss, show: (e) => fixed(e.validationLoss, 4)},
        {title: 'validation accuracy', value: (e) => e.validationAccuracy, show: (e) => fixed(e.validationAccuracy, 4)},
        {title: 'top 5', value: (e) => e.validationTopFiveAccuracy, show: (e) => fixed(e.validationTopFiveAccuracy, 4)},
        {title: 'learning rate', value: (e) => e.learningRate, show: (e) => significant(e.learningRate)},
        {title: 'images/s', value: (e) => e.imagesPerSecond, show: (e) => whole(e.imagesPerSecond)},
        {title: 'seconds', value: (e) => e.seconds, show: (e) => fixed(e.seconds, 1)},
      ], run.history, 'Values of all epochs')));
  }

  function time(run) {
    if (run.rounds) {
      timeOfRounds(run.rounds);
      return;
    }

    const waited = sum(run.history.map((epoch) => epoch.dataSeconds));
    const computed = sum(run.history.map((epoch) => epoch.trainSeconds));
    if (!(waited + computed > 0)) return;
    section('time', 'Time', 'Where the time went',
      'The training rounds took ' + duration(run.summary.seconds) + ' by the clock, validation and checkpoints not counted. ' +
      'Of what the workers did in them, summed over all workers:',
      shares([['forward, backward, update', computed], ['waiting for images: reading, decoding, transforming', waited]]));
  }

  function timeOfRounds(rounds) {
    const seconds = rounds.seconds;
    section('time', 'Time', 'Where the time went',
      'The training rounds took ' + duration(seconds.wall) + ' by the clock, validation not counted. Computing and waiting for images ' +
      'are those of the executor that was busy longest in each round; synchronisation is the rest: sending the model, starting tasks, averaging.',
      shares([
        ['forward, backward, update', seconds.compute],
        ['waiting for images: reading, decoding, transforming', seconds.data],
        ['synchronisation', seconds.synchronisation],
        ['waiting for checkpoints', seconds.checkpoint],
      ]),
      rounds.workers.length < 2 ? null : el('details', {}, el('summary', {}, 'By worker'), table([
        {title: 'worker', value: (one) => one.worker},
        {title: 'hosts', text: true, value: (one) => one.hosts},
        {title: 'images', value: (one) => one.images, show: (one) => whole(one.images)},
        {title: 'computing', value: (one) => one.computeSeconds, show: (one) => fixed(one.computeSeconds, 1) + '\u00a0s'},
        {title: 'waiting for images', value: (one) => one.dataSeconds, show: (one) => fixed(one.dataSeconds, 1) + '\u00a0s'},
      ], rounds.workers, 'By worker')));
  }

  function shares(all) {
    const total = sum(all.map((part) => part[1]));
    const parts = all.filter((part) => part[1] > 0);
    return el('div', {},
      el('div', {class: 'bar', role: 'img', 'aria-label': parts.map((p) => p[0] + ' ' + percent(p[1] / total, 1)).join(', ')},
        parts.map((part, i) => {
          const piece = el('span', {class: 'c' + i, title: part[0] + ': ' + percent(part[1] / total, 1)});
          piece.style.width = 100 * part[1] / total + '%';
          return piece;
        })),
      el('ul', {class: 'key'}, parts.map((part, i) =>
        el('li', {class: 'c' + i}, el('span', {}, part[0] + ': ' + percent(part[1] / total, 1) + ', ' + duration(part[1]))))));
  }

  const picture = (address, text) =>
    el('img', {src: address, alt: text, class: address.startsWith('data:image/png') ? 'small' : null});

  function mistakes(evaluated) {
    if (evaluated.mistakes.length === 0) return;
    const wrong = evaluated.samples - evaluated.correct;
    section('mistakes', 'Mistakes', 'The most confident mistakes',
      'Of ' + whole(wrong) + ' images that were taken for another class, those that the network was surest of, as it sees them.' +
      (evaluated.mistakes.some((mistake) => mistake.heat)
        ? ' Beside some: where it saw the class that it named (Grad-CAM, red is most).' : ''),
      el('ul', {class: 'pictures'}, evaluated.mistakes.map((mistake) => {
        const seen = picture(mistake.picture, mistake.label + ' taken for ' + mistake.predicted);
        return el('li', {}, el('figure', {},
          mistake.heat
            ? el('div', {class: 'two'}, seen, picture(mistake.heat, 'where ' + mistake.predicted + ' was seen'))
            : seen,
          el('figcaption', {},
            el('b', {}, mistake.label), ' taken for ', el('b', {class: 'said'}, mistake.predicted),
            el('span', {class: 'file'}, sure(mistake.probability) + ' sure, own class ' + sure(mistake.ownProbability)),
            el('span', {class: 'file', title: mistake.name}, mistake.name.slice(mistake.name.lastIndexOf('/') + 1)))));
      })));
  }

  function confusion(evaluated) {
    const names = evaluated.classes.map((one) => one.name);
    const wrong = evaluated.confusion.filter((cell) => cell[0] !== cell[1]).sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1]);
    const pairs = table([
      {title: 'class', text: true, value: (cell) => names[cell[0]]},
      {title: 'taken for', text: true, value: (cell) => names[cell[1]]},
      {title: 'images', value: (cell) => cell[2], show: (cell) => whole(cell[2])},
      {title: 'of the class', value: (cell) => cell[2] / evaluated.classes[cell[0]].support,
        show: (cell) => percent(cell[2] / evaluated.classes[cell[0]].support, 1)},
    ], wrong.slice(0, 10), 'Most frequent confusions');
    section('confusion', 'Confusions', 'Confusion matrix',
      'A row for each true class, a column for each class that its images were taken for; the stronger a color, ' +
      'the greater the share of the class. Blue is right, orange wrong.',
      el('div', {class: 'beside'},
        names.length <= LARGEST_TABLE ? matrix(evaluated, names) : map(evaluated, names),
        wrong.length === 0 ? null : el('div', {}, el('h3', {}, 'Most frequent confusions'), pairs)));
  }

  function matrix(evaluated, names) {
    const counts = new Map(evaluated.confusion.map((cell) => [cell[0] + ',' + cell[1], cell[2]]));
    const rows = names.map((name, label) => el('tr', {},
      el('th', {scope: 'row', title: name}, clipped(name, 24)),
      names.map((other, predicted) => {
        const count = counts.get(label + ',' + predicted) || 0;
        const share = count / (evaluated.classes[label].support || 1);
        const cell = el('td', {title: name + ' taken for ' + other + ': ' + whole(count) + ', ' + percent(share, 1)},
          count === 0 ? '' : whole(count));
        const strength = count === 0 ? 0 : 0.08 + 0.87 * Math.sqrt(share);
        cell.style.background = 'rgba(var(--' + (label === predicted ? 'heat' : 'wrong') + '), ' + strength.toFixed(3) + ')';
        if (strength > 0.6) cell.style.color = 'var(--card)';
        return cell;
      })));
    return el('div', {class: 'scroll card'}, el('table', {class: 'matrix', 'aria-label': 'Confusion matrix'},
      el('thead', {}, el('tr', {}, el('th', {class: 'axis'}, 'true \\ taken for'),
        names.map((name) => el('th', {scope: 'col', title: name}, clipped(name, 24))))),
      el('tbody', {}, rows)));
  }

  let drawMap = () => {};

  function map(evaluated, names) {
    const side = names.length;
    const canvas = el('canvas', {class: 'matrix-map', width: MAP, height: MAP, role: 'img',
      'aria-label': 'Confusion matrix of ' + side + ' classes'});
    const said = el('p', {class: 'hover', 'aria-live': 'polite'}, 'Point at the matrix to read it.');
    const counts = new Map(evaluated.confusion.map((cell) => [cell[0] * side + cell[1], cell[2]]));
    drawMap = () => {
      const context = canvas.getContext('2d');
      const cell = MAP / side;
      context.clearRect(0, 0, MAP, MAP);
      evaluated.confusion.forEach(([label, predicted, count]) => {
        const share = count / (evaluated.classes[label].support || 1);
        context.fillStyle = 'rgba(' + css(label === predicted ? '--heat' : '--wrong') + ', ' + (0.15 + 0.85 * Math.sqrt(share)) + ')';
        context.fillRect(predicted * cell, label * cell, Math.max(cell, 2.5), Math.max(cell, 2.5)); // to be seen
      });
    };
    canvas.addEventListener('pointermove', (event) => {
      const place = canvas.getBoundingClientRect();
      const at = (value, length) => Math.max(0, Math.min(side - 1, Math.floor(value / length * side)));
      const label = at(event.clientY - place.top, place.height);
      const predicted = at(event.clientX - place.left, place.width);
      said.textContent = names[label] + ' taken for ' + names[predicted] + ': ' + whole(counts.get(label * side + predicted) || 0) +
        ' of ' + whole(evaluated.classes[label].support);
    });
    drawMap();
    return el('div', {class: 'card'}, canvas, said);
  }

  function meter(value) {
    const filled = el('i');
    filled.style.width = 100 * value + '%';
    return el('span', {class: 'meter', 'aria-hidden': 'true'}, filled);
  }

  function classes(evaluated) {
    const names = evaluated.classes.map((one) => one.name);
    const trained = details.data ? details.data.classes : [];
    const worst = new Map();
    evaluated.confusion.forEach((cell) => {
      const before = worst.get(cell[0]);
      if (cell[0] !== cell[1] && (!before || cell[2] > before[2])) worst.set(cell[0], cell);
    });
    const rows = evaluated.classes.map((one, label) => Object.assign({label: label}, one));
    const score = (title, field) => ({
      title: title, value: (row) => row[field], show: (row) => [fixed(row[field], 4), meter(row[field])]});
    const mistaken = (row) => worst.has(row.label) ? worst.get(row.label) : null;
    section('classes', 'Classes', 'Each class',
      'Precision: the share of its own among the images taken for a class. Recall: the share of its images taken for it. ' +
      'F1: their harmonic mean. A heading sorts.',
      table([
        {title: 'class', text: true, value: (row) => row.name},
        trained.length > 0
          ? {title: 'trained on', value: (row) => trained[row.label] && trained[row.label].images,
            show: (row) => (trained[row.label] ? whole(trained[row.label].images) : '–')} : null,
        {title: 'evaluated', value: (row) => row.support, show: (row) => whole(row.support)},
        score('precision', 'precision'), score('recall', 'recall'), score('F1', 'f1'),
        {title: 'mostly taken for', text: true, value: (row) => (mistaken(row) ? names[mistaken(row)[1]] : ''),
          show: (row) => (mistaken(row) ? names[mistaken(row)[1]] + ' (' + whole(mistaken(row)[2]) + ')' : '')},
      ].filter(Boolean), rows, 'Each class'));
  }

  function calibration(evaluated) {
    const bins = evaluated.calibration.filter((bin) => bin[0] > 0);
    const believed = bins.map((bin) => bin[2] / bin[0]);
    const right = bins.map((bin) => bin[1] / bin[0]);
    const drawn = plot('Share of correct answers by probability', [
      {label: 'this network', xs: believed, ys: right, color: 0, points: true},
      {label: 'as sure as right', xs: [0, 1], ys: [0, 1], color: 7, dash: [6, 5], thin: true},
    ], {x: () => [0, 1], y: () => [0, 1], incrs: [0.1, 0.2, 0.5], xLabel: 'probability', format: percent,
      tick: (value) => percent(value, 0)});
    section('calibration', 'Calibration', 'How far its probabilities are to be believed',
      'Where the line is below the dashes, the network is surer than it is right. On average over the images the two differ by ' +
      fixed(evaluated.calibrationError, 4) + ' (expected calibration error, ' + evaluated.calibration.length + ' bins).',
      el('div', {class: 'narrow'}, drawn), el('details', {}, el('summary', {}, 'All values'), table([
        {title: 'probability', value: (bin) => bin[2] / bin[0], show: (bin) => percent(bin[2] / bin[0], 1)},
        {title: 'correct', value: (bin) => bin[1] / bin[0], show: (bin) => percent(bin[1] / bin[0], 1)},
        {title: 'images', value: (bin) => bin[0], show: (bin) => whole(bin[0])},
      ], bins, 'Calibration')));
  }

  function samples() {
    if (!details.augmented || details.augmented.length === 0) return;
    const epochs = details.augmented[0].pictures.length - 1;
    const names = Array.from({length: epochs}, (none, i) => 'epoch ' + (i + 1));
    section('samples', 'Samples', 'What it was trained on',
      'Some training images as they are, and as the first epochs saw them: after the transforms, before normalization. ' +
      'What is done to whole batches (mixup, cutMix) or after normalization (randomErasing) is not drawn.',
      el('div', {class: 'strip head', 'aria-hidden': 'true'}, ['', 'image'].concat(names).map((name) => el('span', {}, name))),
      details.augmented.map((sample) => el('div', {class: 'strip'}, el('b', {}, sample.label),
        sample.pictures.map((address, i) => picture(address, sample.label + (i === 0 ? '' : ', ' + names[i - 1]))))));
  }

  function filters() {
    if (details.filters.length === 0) return;
    section('filters', 'Filters', 'First layer',
      'The filters of the first convolution, each from its own smallest to its own largest weight.',
      el('div', {class: 'filters'}, details.filters.map((address, i) => picture(address, 'filter ' + (i + 1)))));
  }

  function dataset() {
    const found = details.data;
    if (!found) return;
    section('data', 'Data', 'Data', null, facts([
      ['place', found.location],
      ['kind', found.kind],
      ['images', found.splits.map((split) => whole(split.images) + ' ' + split.name).join(', ')],
      ['classes', found.classes.length > 0 ? whole(found.classes.length) + range(found.classes) : null],
      ['sizes', found.sizes],
    ]));
  }

  function range(counts) {
    const images = counts.map((count) => count.images).sort((a, b) => a - b);
    return images[0] === last(images)
      ? ', ' + whole(images[0]) + ' training images each'
      : ', ' + whole(images[0]) + ' to ' + whole(last(images)) + ' training images each';
  }

  function config() {
    const setting = (value) => el('code', {}, clipped(value, 400));
    const columns = [
      {title: 'key', text: true, value: (one) => one.key, show: (one) => el('code', {}, one.key)},
      {title: 'value', text: true, value: (one) => one.value, show: (one) => setting(one.value)},
      {title: 'default', text: true, value: (one) => one.byDefault, show: (one) => setting(one.byDefault)},
    ];
    const differing = details.settings.filter((one) => one.value !== one.byDefault);
    section('config', 'Config', 'Config',
      'What differs from the defaults; those of the optimizer, schedule and the like are of the chosen ones.',
      table(columns, differing, 'Config that differs from the defaults', 'stack'),
      details.changes.length === 0 ? null : [el('h3', {}, 'Changed since the run was begun'), table([
        {title: 'key', text: true, value: (one) => one.key, show: (one) => el('code', {}, one.key)},
        {title: 'before', text: true, value: (one) => one.before, show: (one) => setting(one.before)},
        {title: 'after', text: true, value: (one) => one.after, show: (one) => setting(one.after)},
        {title: 'from checkpoint', text: true, value: (one) => one.from},
      ], details.changes, 'Changes')],
      el('details', {}, el('summary', {}, 'All ' + details.settings.length + ' keys'), table(columns, details.settings, 'All keys', 'stack')));
  }

  function reproduce(run) {
    const network = details.network;
    section('reproduce', 'Reproduce', 'How to reproduce it', 'The same config, data and seed give the same weights, to the bit, on however many machines.',
      el('pre', {}, details.commands.join('\n')),
      facts([
        ['weights, SHA-256', details.weightsSha256 ? el('code', {}, details.weightsSha256) : null],
        ['network', network
          ? network.name + ', ' + whole(network.parameters) + ' parameters, input ' + network.input.join('\u00a0×\u00a0') +
            ', ' + whole(network.classes) + ' classes' : null],
        ['run folder', run.summary.run],
      ].concat(Object.entries(details.environment))));
  }

  function one(run) {
    curves(run);
    time(run);
    if (details.evaluation) {
      mistakes(details.evaluation);
      confusion(details.evaluation);
      classes(details.evaluation);
      calibration(details.evaluation);
    }
    samples();
    filters();
    dataset();
    config();
    reproduce(run);
  }

  // ---- Several runs -------------------------------------------------------------------------------------

  function several() {
    const runs = data.runs.map((run, i) => Object.assign({color: i}, run));
    const keys = [...new Set(runs.flatMap((run) => Object.keys(run.summary.settings)))].sort();
    const score = (title, field, format) => ({
      title: title, value: (run) => run.summary[field],
      show: (run) => (isNumber(run.summary[field]) ? format(run.summary[field]) : '–')});
    section('runs', 'The runs', 'The runs',
      keys.length > 0 ? 'First the keys on which they differ, then what they came to. A heading sorts.' : 'Their configs are the same.',
      table([
        {title: 'run', text: true, value: (run) => run.name,
          show: (run) => el('span', {class: 'mark c' + run.color % COLORS}, el('span', {}, run.name))},
      ].concat(keys.map((key) => ({
        title: key, text: true, value: (run) => setting(run, key), show: (run) => el('code', {}, clipped(String(setting(run, key)), 120))})), [
        {title: 'state', text: true, value: (run) => run.summary.state},
        {title: 'epochs', value: (run) => run.summary.epochs, show: (run) => run.summary.epochs + '/' + run.summary.epochsWanted},
        score('best accuracy', 'bestAccuracy', percent), score('accuracy', 'accuracy', percent),
        score('loss', 'loss', (value) => fixed(value, 4)), score('time', 'seconds', duration),
      ]), runs, 'The runs'),
      runs.filter((run) => run.summary.message).map((run) => el('p', {class: 'message'}, run.name + ': ' + run.summary.message)));
    const lines = (field) => runs.map((run) => line(run.name, run, field, run.color, {dash: run.color >= COLORS ? [6, 4] : undefined}));
    const shown = [
      plot('Validation accuracy', lines('validationAccuracy'), {sync: 'epochs', height: 320, format: percent, tick: (value, step) => percent(value, step < 0.0095 ? 1 : 0)}),
      plot('Validation loss', lines('validationLoss'), {sync: 'epochs', height: 320}),
      plot('Training loss', lines('trainLoss'), {sync: 'epochs', height: 320}),
      plot('Learning rate at the end of the epoch', lines('learningRate'), {sync: 'epochs', height: 320, zero: true}),
      plot('Images trained on a second', lines('imagesPerSecond'), {sync: 'epochs', height: 320, zero: true, format: whole, tick: whole}),
    ].filter(Boolean);
    if (shown.length > 0) section('curves', 'Curves', 'Curves', 'Point at a plot to read its values; a name in a legend hides its line.', el('div', {class: 'pair'}, shown));
  }

  function setting(run, key) {
    const value = run.summary.settings[key];
    return value !== undefined && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value || '';
  }

  // ---- The page -----------------------------------------------------------------------------------------

  head();
  const nav = el('nav', {'aria-label': 'Sections'});
  page.append(nav);
  if (data.runs.length > 1) several();
  else one(data.runs[0]);
  nav.append(el('ul', {}, sections.map((part) => el('li', {}, el('a', {href: '#' + part.id}, part.title)))));
  page.append(el('footer', {}, 'Written by Convoy ' + data.version + '. Plots by uPlot (MIT License). This file fetches nothing.'));
  watchSizes();
  document.documentElement.setAttribute('data-drawn', 'true');
})();
