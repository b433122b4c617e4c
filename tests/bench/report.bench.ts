import { performance } from "node:perf_hooks";
import type { GradeEvent, Label } from "@/lib/domain/grade";
import { OutputId } from "@/lib/domain/ids";
import { labelBoard } from "@/lib/domain/labels";
import { reportCard } from "@/lib/domain/report-card";
import { reportFindings } from "@/lib/domain/report-findings";
import type { ReportInput } from "@/lib/domain/report-input";
import { aGrade } from "@/tests/support/domain-builders";
import type { BenchRow } from "./bench-row";
import { gradedProject } from "./graded-project";

const ROUNDS = 15;
const WARM_UP = 15;

/** Median milliseconds of a call in a program that has been running for a while. */
function median(call: (round: number) => unknown): number {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const start = performance.now();
    call(round);
    if (round >= 0) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

/** The grades of a project as the events that they were given by: of the whole output and of every criterion. */
function eventsOf({ criteria, labels }: ReportInput): GradeEvent[] {
  return [...labels.whole].flatMap(([outputId, label]) => gradesOf(outputId, label, criteria));
}

const gradesOf = (outputId: number, label: Label, criteria: ReportInput["criteria"]): GradeEvent[] => [
  aGrade(outputId, label),
  ...criteria.map(({ id }) => aGrade(outputId, label, { criterion: id })),
];

export async function run(): Promise<readonly BenchRow[]> {
  const large = gradedProject({ assertions: 200, outputs: 10_000, grades: 499, criteria: 5 });
  const events = eventsOf(large);
  const perGrade = median((round) => {
    const more = gradesOf(OutputId.parse(501 + Math.max(0, round)), "good", large.criteria);
    return reportCard({ ...large, labels: labelBoard([...events, ...more], large.criteria) });
  });
  const small = gradedProject({ assertions: 200, outputs: 500, grades: 500, criteria: 5 });
  const smallEvents = eventsOf(small);
  const full = median(() => reportFindings(small, reportCard(small), { events: smallEvents, previous: [] }));
  const row = (
    name: string,
    goal: string,
    { ours, limit, unit }: { ours: number; limit: number; unit: string },
  ) => ({
    name,
    ours,
    baseline: null,
    unit,
    ratio: null,
    goal,
    met: ours < limit,
  });
  return Promise.resolve([
    row("one grade to an updated report: 200 assertions × 10,000 outputs × 500 grades", "under 20 ms", {
      ours: perGrade,
      limit: 20,
      unit: "ms",
    }),
    row("verdict matrix of 200 assertions × 10,000 outputs", "under 50 MB", {
      ours: large.matrix.bytes / 1e6,
      limit: 50,
      unit: "MB",
    }),
    row(
      "full report with nested 5×5 estimates and the exact set: 200 assertions × 500 grades",
      "under 300 ms",
      {
        ours: full,
        limit: 300,
        unit: "ms",
      },
    ),
  ]);
}
