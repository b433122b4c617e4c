import type { Json } from "./json";
import type { Output } from "./output";

/** Who made an output must not sway its grade: what names its model does not leave the server. */
export function withoutModel(output: Output): Output {
  const told = new Set(modelsIn(output.metadata));
  const tells = (value: unknown) => typeof value === "string" && told.has(value);
  return {
    ...output,
    variables: Object.fromEntries(Object.entries(output.variables).filter(([, value]) => !tells(value))),
    metadata: Object.fromEntries(withoutTold(output.metadata, tells)),
  };
}

/** Whether an entry of metadata tells which model it was, so that `withoutModel` leaves it out. */
export const tellsModel = (metadata: Output["metadata"], name: string): boolean =>
  mayName(name) || modelsIn(metadata).some((model) => model === metadata[name]);

/** The words of a name: "modelName" and "model_name" have the same two. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");

const isModel = (word: string): boolean => /^(?:models?|llms?)$/.test(word);
/** Beside "model" these leave no doubt that it is the language model; a "car_model" is something else. */
const BESIDE = new Set(["name", "id", "version", "provider", "engine", "used", "base", "output", "response"]);

/** Whether a field may say which model it was. */
const mayName = (name: string): boolean => wordsOf(name).some(isModel);
/** Whether it says just that, so that the same value elsewhere says it too. */
const doesName = (name: string): boolean =>
  mayName(name) && wordsOf(name).every((word) => isModel(word) || BESIDE.has(word));

/** What the fields that name the model say, at any depth. */
function modelsIn(value: Json): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === "string" ? (doesName(name) && inner !== "" ? [inner] : []) : modelsIn(inner),
  );
}

/** The fields of an object without those that may name the model, and without its name elsewhere, at any depth. */
const withoutTold = (
  fields: Readonly<Record<string, Json>>,
  tells: (value: unknown) => boolean,
): [string, Json][] =>
  Object.entries(fields).flatMap(([name, value]) =>
    mayName(name) || tells(value) ? [] : [[name, strip(value, tells)] satisfies [string, Json]],
  );

function strip(value: Json, tells: (value: unknown) => boolean): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.flatMap((inner) => (tells(inner) ? [] : [strip(inner, tells)]));
  return Object.fromEntries(withoutTold(value, tells));
}
