import highsLoader from "highs";
import { hasBit } from "@/lib/domain/bits";
import type { SetBoard } from "@/lib/domain/search-sets";

/** What the solver is asked: the most rows caught, or the fewest members that catch so many. */
export type Model =
  | { readonly objective: "coverage"; readonly maxFailed: number; readonly maxAssertions: number }
  | { readonly objective: "fewest"; readonly maxFailed: number; readonly minCaught: number };

type Solver = { readonly solve: (board: SetBoard, model: Model) => number | null };

/**
 * The set selection as an integer programme for HiGHS: x a candidate is a member, y a bad row is caught, z a good row
 * is failed. Gives the objective (rows caught or members); null where no set meets the limits.
 */
export async function highsSolver(): Promise<Solver> {
  const highs = await highsLoader();
  return {
    solve: (board, model) => {
      const { Status, ObjectiveValue } = highs.solve(asLp(board, model), { output_flag: false });
      if (Status === "Infeasible") return null;
      if (Status !== "Optimal") throw new Error(`HiGHS ended with status ${Status}`);
      return Math.round(ObjectiveValue);
    },
  };
}

const sum = (name: string, count: number): string =>
  Array.from({ length: count }, (_, i) => `${name}${i}`).join(" + ");

function asLp(board: SetBoard, model: Model): string {
  const { good, bad, candidates } = board;
  const failing = (part: "catches" | "alarms", row: number) =>
    candidates.flatMap((candidate, i) => (hasBit(candidate[part], row) ? [i] : []));
  const caught = Array.from({ length: bad }, (_, row) =>
    [`y${row}`, ...failing("catches", row).map((i) => `- x${i}`)].join(" ").concat(" <= 0"),
  );
  const failed = Array.from({ length: good }, (_, row) =>
    failing("alarms", row).map((i) => `z${row} - x${i} >= 0`),
  ).flat();
  const limits = [
    ...(good > 0 ? [`${sum("z", good)} <= ${model.maxFailed}`] : []),
    model.objective === "coverage"
      ? `${sum("x", candidates.length)} <= ${model.maxAssertions}`
      : `${sum("y", bad)} >= ${model.minCaught}`,
  ];
  const binaries = [
    ...candidates.map((_, i) => `x${i}`),
    ...Array.from({ length: bad }, (_, i) => `y${i}`),
    ...Array.from({ length: good }, (_, i) => `z${i}`),
  ];
  return [
    model.objective === "coverage" ? "Maximize" : "Minimize",
    ` obj: ${model.objective === "coverage" ? sum("y", bad) : sum("x", candidates.length)}`,
    "Subject To",
    ...[...caught, ...failed, ...limits].map((line, i) => ` c${i}: ${line}`),
    "Binary",
    ...binaries.map((name) => ` ${name}`),
    "End",
  ].join("\n");
}
