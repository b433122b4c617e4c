import { HELPERS, withNeeds, type FeatureText } from "./features";
import { alignmentOn, failsRow, featureTable, learnRules, type Rule, type Test } from "./fit-rules";
import type { Label } from "./grade";

export type Graded = FeatureText & { readonly label: Label };

export type InducedRule = {
  /** The rule as a sentence. */
  readonly rule: string;
  /** Standalone JavaScript that defines `check(output, context)`. */
  readonly source: string;
  /** What the source decides, computed here: true when the output fails. */
  readonly fails: (text: FeatureText) => boolean;
  /** Alignment on the very grades that it was fitted to, in [0, 1]. */
  readonly trainAlignment: number;
  /** Alignment by cross-validation within those grades: what the candidates were ranked by. */
  readonly validated: number;
};

/** So many candidates are kept of what is learnt for a criterion. */
export const MAX_INDUCED = 3;

/**
 * Candidates learnt from grades, best first (see `learnRules`). At most `max`, each on other features. Empty with fewer
 * than three outputs of a class.
 */
export function induceCandidates(
  graded: readonly Graded[],
  { seed = 1, max = MAX_INDUCED }: { readonly seed?: number; readonly max?: number } = {},
): InducedRule[] {
  const table = featureTable(graded);
  const rows = [...graded.keys()];
  return learnRules(table, rows, { seed, max }).map(({ rule, validated }) => ({
    rule: sayRule(rule),
    source: writeSource(rule),
    fails: failsText(rule),
    trainAlignment: alignmentOn(table, rows, failsRow(table, rule)),
    validated,
  }));
}

/** Four significant digits read well and still separate: the limit lies between two values that occur. */
const round = (limit: number): number => Number(limit.toPrecision(6));

const sayTest = ({ feature, above, limit }: Test): string =>
  `${feature.says} is ${above ? "above" : "below"} ${String(Number(limit.toPrecision(3)))}`;

const sayRule = ({ tests, join }: Rule): string => `fails when ${tests.map(sayTest).join(` ${join} `)}`;

/** With the limits as they are written out, so that the two never differ by a rounding. */
const failsText =
  ({ tests, join }: Rule) =>
  (text: FeatureText): boolean => {
    const parts = tests.map(({ feature, above, limit }) =>
      above ? feature.value(text) > round(limit) : feature.value(text) < round(limit),
    );
    return join === "or" ? parts.includes(true) : !parts.includes(false);
  };

function writeSource({ tests, join }: Rule): string {
  const helpers = withNeeds(tests.flatMap(({ feature }) => feature.helpers)).map((name) => HELPERS[name]);
  const parts = tests.map(
    ({ feature, above, limit }) => `${feature.source} ${above ? ">" : "<"} ${round(limit)}`,
  );
  return [
    `// Learnt from grades: ${sayRule({ tests, join })}.`,
    ...helpers,
    "",
    "function check(output, context) {",
    '  const input = Object.values(context.input).join("\\n");',
    ...parts.map((part, i) => `  const ${i === 0 ? "first" : "second"} = ${part};`),
    `  return !${parts.length === 1 ? "first" : `(first ${join === "or" ? "||" : "&&"} second)`};`,
    "}",
    "",
  ].join("\n");
}
