import { Resvg } from '@resvg/resvg-js';
import { packageFile } from '../package-file.ts';

/** A picture for a message. */
export interface Picture {
  png: Buffer;
  /** Everything that the picture shows, in words and numbers; at most 2,000 characters. */
  altText: string;
}

/** Shipped with the package, so that a picture looks the same on every machine. */
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
  packageFile(`templates/pictures/fonts/${name}`),
);

/** Pixels of the PNG for each pixel of the drawing: sharp on a phone and when enlarged. */
const zoom = 2;
/** Slack's limit on alt_text. */
const mostAltText = 2000;

/** Renders an SVG with the shipped fonts alone. Throws where the SVG is not well-formed. */
export function drawPng(svg: string, altText: string): Picture {
  const png = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  })
    .render()
    .asPng();
  return {
    png: Buffer.from(png),
    altText: altText.length > mostAltText ? `${altText.slice(0, mostAltText - 1)}…` : altText,
  };
}
