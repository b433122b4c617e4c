/** Two clicks on one button within so many milliseconds are one that went wrong. */
const DOUBLE_MS = 400;

type PressGuard = {
  /** Whether a click counts; `on` is the button, `at` is in milliseconds. */
  readonly isFirst: (on: unknown, at: number) => boolean;
};

/**
 * The buttons of a card stay where they are when the next card comes: the second of two quick clicks was meant for a
 * card that is gone, and would grade another unseen.
 */
export function createPressGuard(): PressGuard {
  let last: { readonly on: unknown; readonly at: number } | null = null;
  return {
    isFirst: (on, at) => {
      const isSecond = last !== null && last.on === on && at - last.at < DOUBLE_MS;
      last = { on, at };
      return !isSecond;
    },
  };
}
