"use client";
import { useSyncExternalStore } from "react";
import { parseJson } from "@/lib/domain/json";
import { bindingsWith, OwnBindings, type Bindings } from "@/lib/domain/shortcuts";
import { forgetKept, keepInBrowser, readKept } from "./browser-storage";

const KEPT_AS = "touchstone.keys";
const SINGLE_KEYS_OFF = "touchstone.shortcuts-off";

export type Keys = {
  readonly own: OwnBindings;
  readonly bindings: Bindings;
  /** Whether keys that are single letters or digits do nothing (WCAG 2.1.4). */
  readonly areSinglesOff: boolean;
};

const NO_CHANGES: OwnBindings = {};
const DEFAULTS: Keys = { own: NO_CHANGES, bindings: bindingsWith(NO_CHANGES), areSinglesOff: false };

const listeners = new Set<() => void>();
/** What this browser does not keep: it holds as long as the page is open. */
const unkept = new Map<string, string>();

const valueOf = (name: string): string | null => unkept.get(name) ?? readKept(name);

/** What was read last, so that reading twice gives the same object. */
let last: { readonly text: string | null; readonly keys: Keys } = { text: null, keys: DEFAULTS };

function read(): Keys {
  const text = valueOf(KEPT_AS);
  const areSinglesOff = valueOf(SINGLE_KEYS_OFF) !== null;
  if (last.text === text && last.keys.areSinglesOff === areSinglesOff) return last.keys;
  const parsed = text === null ? null : parseJson(text, OwnBindings);
  // What an older version kept, or somebody wrote by hand, is no reason to have no keys.
  const own = parsed?.ok === true ? parsed.value : NO_CHANGES;
  last = { text, keys: { own, bindings: bindingsWith(own), areSinglesOff } };
  return last.keys;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function write(name: string, value: string | null): void {
  if (value === null) forgetKept(name);
  const isKept = value === null || keepInBrowser(name, value);
  if (isKept) unkept.delete(name);
  else unkept.set(name, value);
  for (const listener of listeners) listener();
}

/** The keys of the grading page as this browser keeps them; another tab's change shows here, too. */
export const useBindings = (): Keys => useSyncExternalStore(subscribe, read, () => DEFAULTS);

/** Keeps what a person has changed; null: back to the defaults. */
export const keepBindings = (own: OwnBindings | null): void =>
  write(KEPT_AS, own === null ? null : JSON.stringify(own));

export const switchSingleKeys = (isOff: boolean): void => write(SINGLE_KEYS_OFF, isOff ? "1" : null);
