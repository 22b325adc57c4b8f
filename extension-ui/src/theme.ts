import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Glazed tile: a deep sea green that keeps 4.5:1 with white from its sixth shade on. */
const glaze: MantineColorsTuple = [
  '#e9f7f5',
  '#d3ebe8',
  '#a6d7d1',
  '#76c2b9',
  '#4fb0a5',
  '#2f9a8e',
  '#0f7a70',
  '#0b675f',
  '#08554e',
  '#05413c',
];

/** A list of choices scrolls by itself. Mantine's own scroll area within it is a place that no key comes to. */
const plainList = { withScrollArea: false, styles: { options: { maxHeight: 280, overflowY: 'auto' } } } as const;

/** Looks at home in any store's admin: system letters, quiet lines, one colour. Pages take colours and spaces from here only. */
export const theme = createTheme({
  primaryColor: 'glaze',
  primaryShade: 6,
  colors: { glaze },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' } } },
  components: {
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500 } },
    Button: { defaultProps: { size: 'sm' } },
    Paper: { defaultProps: { withBorder: true, p: 'md' } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        // Its `<header>` would be a second banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
    // Drawn where they belong: within the page's landmarks, in the order of Tab, behind the dialog that they are in.
    Tooltip: {
      defaultProps: { withinPortal: false, withArrow: true, events: { hover: true, focus: true, touch: true } },
    },
    Popover: { defaultProps: { withinPortal: false } },
    Combobox: { defaultProps: { withinPortal: false } },
    Select: { defaultProps: plainList },
    MultiSelect: { defaultProps: plainList },
    TagsInput: { defaultProps: plainList },
    Autocomplete: { defaultProps: plainList },
    // The first choice has the focus, and not a thing before it that screen readers would have to tell of.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    Table: { defaultProps: { verticalSpacing: 'xs' } },
  },
});

/**
 * Mantine's grey for secondary text, its red for errors and the text of its light badges are below 4.5:1 in the light theme:
 * these are the nearest shades that are not.
 */
export const readableColours: CSSVariablesResolver = ({ colors }) => {
  const names = Object.keys(colors);
  const light = Object.fromEntries(
    names.map((name) => [`--mantine-color-${name}-light-color`, colors[name]?.[9] ?? '']),
  );
  const dark = Object.fromEntries(
    names.map((name) => [`--mantine-color-${name}-light-color`, colors[name]?.[2] ?? '']),
  );
  return {
    variables: {},
    light: {
      ...light,
      // Its last shade is still too bright for text.
      '--mantine-color-orange-light-color': '#a63509',
      '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
      '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
      '--mantine-color-error': 'var(--mantine-color-red-9)',
      '--mantine-color-anchor': 'var(--mantine-color-glaze-7)',
      '--tessera-line': 'var(--mantine-color-gray-3)',
      '--tessera-canvas': 'var(--mantine-color-gray-0)',
    },
    dark: {
      ...dark,
      '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
      '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
      '--mantine-color-error': 'var(--mantine-color-red-4)',
      '--mantine-color-anchor': 'var(--mantine-color-glaze-3)',
      '--tessera-line': 'var(--mantine-color-dark-4)',
      '--tessera-canvas': 'var(--mantine-color-dark-8)',
    },
  };
};
