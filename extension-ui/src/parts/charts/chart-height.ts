/** Of a chart, and of the table in its place: known before the code that draws it is there, so that nothing moves when it comes. */
export const CHART_HEIGHT = 260;
