import { z } from "zod";

/** What a key of the grading page can do. */
export const Command = z.enum([
  "good",
  "bad",
  "unsure",
  "nextField",
  "previousField",
  "note",
  "tag",
  "passage",
  "next",
  "previous",
  "skip",
  "undo",
  "goTo",
  "stop",
  "sheet",
]);
export type Command = z.infer<typeof Command>;

/** The keys of every command, as `KeyboardEvent.key` names them; letters are in lower case. */
export type Bindings = Readonly<Record<Command, readonly string[]>>;

export const DEFAULT_BINDINGS: Bindings = {
  good: ["1", "a"],
  bad: ["2", "x"],
  unsure: ["3", "c"],
  nextField: ["ArrowDown"],
  previousField: ["ArrowUp"],
  note: ["n"],
  tag: ["t"],
  passage: ["h"],
  next: ["ArrowRight", "j"],
  previous: ["ArrowLeft", "k"],
  skip: ["s", "d"],
  undo: ["u"],
  goTo: ["g"],
  stop: ["q"],
  sheet: ["?"],
};

/** What a person has changed, as it is kept; a command that is not in it has its default keys. */
export const OwnBindings = z.partialRecord(Command, z.array(z.string().min(1).max(20)).min(1).max(4));
export type OwnBindings = z.infer<typeof OwnBindings>;

/** Keys that the browser, a focused button or reading aids need. */
const RESERVED: ReadonlySet<string> = new Set([
  ...["Enter", " ", "Tab", "Escape", "Backspace", "Delete"],
  ...["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified"],
]);

/** Those that scroll, or that the browser has for itself; of the function keys all. */
const OF_THE_BROWSER: ReadonlySet<string> = new Set([
  ...["PageUp", "PageDown", "Home", "End", "Insert", "ContextMenu", "PrintScreen", "ScrollLock", "Pause"],
  ...["NumLock", "Clear", "Help", "BrowserBack", "BrowserForward", "BrowserRefresh"],
]);
const isReserved = (key: string): boolean =>
  RESERVED.has(key) || OF_THE_BROWSER.has(key) || /^F\d+$/.test(key);

/** A key that is pressed, with those held down beside it. */
export type Press = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

/** A key as it is compared: capitals lock or not. */
export const keyName = (key: string): string => (key.length === 1 ? key.toLowerCase() : key);

/** All keys, with what the person has changed. */
export function bindingsWith(own: OwnBindings): Bindings {
  const keysOf = (command: Command) => own[command] ?? DEFAULT_BINDINGS[command];
  return {
    good: keysOf("good"),
    bad: keysOf("bad"),
    unsure: keysOf("unsure"),
    nextField: keysOf("nextField"),
    previousField: keysOf("previousField"),
    note: keysOf("note"),
    tag: keysOf("tag"),
    passage: keysOf("passage"),
    next: keysOf("next"),
    previous: keysOf("previous"),
    skip: keysOf("skip"),
    undo: keysOf("undo"),
    goTo: keysOf("goTo"),
    stop: keysOf("stop"),
    sheet: keysOf("sheet"),
  };
}

/** What a key does; null: nothing. */
export const commandOf = (bindings: Bindings, key: string): Command | null =>
  Command.options.find((command) => bindings[command].includes(keyName(key))) ?? null;

export type Rebound =
  | { readonly kind: "bound"; readonly own: OwnBindings }
  /** No key does two things. */
  | { readonly kind: "taken"; readonly by: Command }
  | { readonly kind: "reserved" }
  /** Ctrl, Alt or ⌘ was held down: such keys are the browser's, and the page does not listen to them. */
  | { readonly kind: "modified" };

/** Gives a command this key in the place of those it had, unless another command has it. */
export function rebind(own: OwnBindings, command: Command, press: Press): Rebound {
  const { key } = press;
  if (press.ctrlKey || press.metaKey || press.altKey) return { kind: "modified" };
  if (isReserved(key)) return { kind: "reserved" };
  const by = commandOf(bindingsWith(own), key);
  if (by !== null && by !== command) return { kind: "taken", by };
  return { kind: "bound", own: { ...own, [command]: [keyName(key)] } };
}
