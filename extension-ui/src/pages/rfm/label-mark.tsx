import type { ReactNode } from 'react';
import classes from './rfm.module.css';
import { isColour } from './rfm.ts';

/** The class that gives `--label` the colour of a label; what has none is grey. */
export function colourClass(colour: string | undefined): string {
  return classes[isColour(colour) ? colour : 'grey'] ?? '';
}

/** A label's colour and its name. */
export function LabelMark({ colour, children }: { colour: string | undefined; children: ReactNode }) {
  return <span className={`${classes['mark']} ${colourClass(colour)}`}>{children}</span>;
}
