import { createContext } from 'react';

/** The level of the next heading: a state that stands for a whole page has the first, one within a page the second. */
export const HeadingLevel = createContext<1 | 2>(1);
