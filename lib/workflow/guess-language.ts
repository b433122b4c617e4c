import { franc } from "franc-min";

const NAMED = /^(lang|language|locale)$/i;
/** Shorter texts are guessed wrong too often. */
const ENOUGH = 100;
const MOST = 600;

const names = new Intl.DisplayNames(["en"], { type: "language" });

/**
 * What is known of an output, and the language that its text seems to be in, for slices: `language (guessed)`. Nothing
 * is added where the metadata says a language itself, or where the text is too short or too mixed to tell.
 */
export function withLanguage<Value>(
  metadata: Readonly<Record<string, Value>>,
  text: string,
): Readonly<Record<string, Value | string>> {
  if (text.length < ENOUGH || Object.keys(metadata).some((key) => NAMED.test(key))) return metadata;
  const code = franc(text.slice(0, MOST));
  return code === "und" ? metadata : { ...metadata, "language (guessed)": names.of(code) ?? code };
}
