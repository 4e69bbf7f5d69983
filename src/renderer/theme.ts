import type { ButtonProps, CSSVariablesResolver, MantineColorsTuple, MantineTheme } from '@mantine/core';
import { createTheme } from '@mantine/core';

/** Chrome is neutral: buttons, tabs and switches are drawn in ink. Colours of data live in `styles/tokens.css`. */
const INK: MantineColorsTuple = [
  '#f4f6f8',
  '#e6eaf0',
  '#cfd6de',
  '#b3bdc9',
  '#9aa6b5',
  '#7b8794',
  '#5a6675',
  '#3d4856',
  '#1b2430',
  '#10141a',
];

const SHADES_OF_DARK: MantineColorsTuple = [
  '#e6eaf0',
  '#c3ccd8',
  '#9aa6b5',
  '#7f8b99',
  '#4a5563',
  '#2a323d',
  '#1b2129',
  '#14181f',
  '#0f1318',
  '#0a0d11',
];

/** The title bar of a dialog is a `header`, which outside an article would be a second banner of the page. */
const DIALOG = {
  transitionProps: { duration: 100 },
  closeButtonProps: { 'aria-label': 'Close' },
  attributes: { header: { role: 'presentation' } },
};

const BUTTON_TEXT = { '--button-fz': 'var(--size-table)' };

export const theme = createTheme({
  colors: { ink: INK, dark: SHADES_OF_DARK },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 1 },
  autoContrast: true,
  black: '#1b2430',
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'xs', variant: 'default' },
      vars: (_theme: MantineTheme, { variant }: ButtonProps) => ({
        root: variant === 'filled' ? { ...BUTTON_TEXT, '--button-color': 'var(--paper)' } : BUTTON_TEXT,
      }),
    },
    ActionIcon: { defaultProps: { size: 'md', variant: 'subtle' } },
    Input: { vars: () => ({ wrapper: { '--input-fz': 'var(--size-table)' } }) },
    TextInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false } },
    Checkbox: { defaultProps: { size: 'xs', iconColor: 'var(--paper)' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    // A transition of the width is laid out and painted at every frame, all through an import.
    Progress: { defaultProps: { transitionDuration: 0 } },
    Tooltip: {
      defaultProps: { openDelay: 300, transitionProps: { duration: 80 }, multiline: true, maw: 360 },
    },
    Modal: { defaultProps: { ...DIALOG, centered: true } },
    Drawer: { defaultProps: DIALOG },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
  },
});

/** Mantine's surfaces follow the tokens, so that a theme is switched in one place. */
export const cssVariables: CSSVariablesResolver = () => {
  const surfaces = {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--risk)',
  };
  return { variables: {}, light: surfaces, dark: surfaces };
};
