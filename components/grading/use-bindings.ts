"use client";
import { useSyncExternalStore } from "react";
import { keepUnder, keptUnder, subscribeToKept } from "@/components/ui/use-kept";
import { parseJson } from "@/lib/domain/json";
import { bindingsWith, OwnBindings, type Bindings } from "@/lib/domain/shortcuts";

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

/** What was read last, so that reading twice gives the same object. */
let last: { readonly text: string | null; readonly keys: Keys } = { text: null, keys: DEFAULTS };

function read(): Keys {
  const text = keptUnder(KEPT_AS);
  const areSinglesOff = keptUnder(SINGLE_KEYS_OFF) !== null;
  if (last.text === text && last.keys.areSinglesOff === areSinglesOff) return last.keys;
  const parsed = text === null ? null : parseJson(text, OwnBindings);
  // What an older version kept, or somebody wrote by hand, is no reason to have no keys.
  const own = parsed?.ok === true ? parsed.value : NO_CHANGES;
  last = { text, keys: { own, bindings: bindingsWith(own), areSinglesOff } };
  return last.keys;
}

/** The keys of the grading page as this browser keeps them; another tab's change shows here, too. */
export const useBindings = (): Keys => useSyncExternalStore(subscribeToKept, read, () => DEFAULTS);

/** Keeps what a person has changed; null: back to the defaults. */
export const keepBindings = (own: OwnBindings | null): void =>
  keepUnder(KEPT_AS, own === null ? null : JSON.stringify(own));

export const switchSingleKeys = (isOff: boolean): void => keepUnder(SINGLE_KEYS_OFF, isOff ? "1" : null);
