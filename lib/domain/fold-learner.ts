import type { FeatureText } from "./features";
import { failsRow, featureTable, learnRules } from "./fit-rules";
import type { Label } from "./grade";
import type { OutputId } from "./ids";
import { MAX_INDUCED } from "./induce";

/** A rule learnt from some grades: whether it fails an output. */
export type FoldRule = (outputId: OutputId) => boolean;

/** The seed of induction in the app: what is learnt anew is learnt in the same way. */
const SEED = 1;
/** Folds whose rules are kept: those of some criteria, so that a page that is read again need not learn again. */
const KEPT = 400;

/**
 * Learns candidates anew without the grades of a fold, as induction would have: an honest estimate refits all that was
 * fitted (alignment.md §4.4). The texts are of all graded outputs.
 */
export class FoldLearner {
  readonly #rowOf: ReadonlyMap<OutputId, number>;
  readonly #table: Pick<ReturnType<typeof featureTable>, "columns" | "orders">;
  readonly #learnt = new Map<string, readonly FoldRule[]>();

  constructor(texts: ReadonlyMap<OutputId, FeatureText>) {
    this.#rowOf = new Map([...texts.keys()].map((id, row) => [id, row]));
    this.#table = featureTable([...texts.values()].map((text) => ({ ...text, label: "good" })));
  }

  /** Rules learnt from these labels, best first; outputs without a text take no part and are not failed. */
  learn(labels: readonly (readonly [OutputId, Label])[]): readonly FoldRule[] {
    const key = labels.map(([id, label]) => `${id}${label === "bad" ? "b" : "g"}`).join();
    const known = this.#learnt.get(key);
    if (known) return known;
    const isBad = new Array<boolean>(this.#rowOf.size).fill(false);
    const rows = labels.flatMap(([id, label]) => {
      const row = this.#rowOf.get(id);
      if (row === undefined) return [];
      isBad[row] = label === "bad";
      return [row];
    });
    const table = { ...this.#table, isBad };
    const rules = learnRules(table, rows, { seed: SEED, max: MAX_INDUCED }).map(({ rule }): FoldRule => {
      const fails = failsRow(table, rule);
      return (outputId) => {
        const row = this.#rowOf.get(outputId);
        return row !== undefined && fails(row);
      };
    });
    if (this.#learnt.size >= KEPT) this.#learnt.clear();
    this.#learnt.set(key, rules);
    return rules;
  }
}
