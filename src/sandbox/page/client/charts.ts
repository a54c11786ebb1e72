import { element } from './element.ts';
import { type Json, jsonOf, listOf, plainTextOf, textOf } from './read-json.ts';

interface Point {
  series: string;
  label: string;
  value: number;
}

/** A `data_visualization` block: whatever its kind, as labelled bars with their numbers, so that nothing hangs on colour. */
export function chart(block: Json): HTMLElement {
  const points = pointsOf(jsonOf(block.chart));
  const largest = Math.max(...points.map((point) => Math.abs(point.value)), 0);
  const hasSeries = new Set(points.map((point) => point.series)).size > 1;
  return element(
    'figure',
    { class: 'block-chart' },
    element('figcaption', {}, plainTextOf(block.title)),
    element(
      'table',
      {},
      element(
        'tbody',
        {},
        ...points.map((point) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, hasSeries ? `${point.series} · ${point.label}` : point.label),
            element('td', {}, bar(point.value, largest)),
            element('td', { class: 'align-right' }, String(point.value)),
          ),
        ),
      ),
    ),
  );
}

function bar(value: number, largest: number): HTMLElement {
  const made = element('span', { class: 'chart-bar', 'aria-hidden': 'true' });
  made.style.width = `${largest === 0 ? 0 : (Math.abs(value) / largest) * 100}%`;
  return made;
}

function pointsOf(of: Json): Point[] {
  const pointOf = (series: string) => (point: Json) => ({
    series,
    label: textOf(point.label),
    value: Number(point.value) || 0,
  });
  return [
    ...listOf(of.segments).map(pointOf('')),
    ...listOf(of.series).flatMap((series) => listOf(series.data).map(pointOf(textOf(series.name)))),
  ];
}
