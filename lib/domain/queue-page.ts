import { z } from "zod";
import type { GraderBoard } from "./grader-board";
import type { GradingQueue } from "./grading-queue";
import type { PersonProgress, QueueStatus } from "./hand-out";
import type { Output } from "./output";
import type { Ratio } from "./ratio";

/** Which outputs of a queue are listed; "unassigned": nobody has graded them or has them in hand. */
export const QueueQuery = z.object({
  show: z.enum(["all", "mine", "unassigned", "disagreements"]).catch("all"),
  page: z.coerce.number().int().min(1).catch(1),
});
export type QueueQuery = z.infer<typeof QueueQuery>;

/** Somebody who grades or could, under the id that stands in grades. */
export type NamedPerson = { readonly id: string; readonly name: string };

/** A queue among its sisters. */
export type QueueView = {
  readonly queue: GradingQueue;
  readonly status: QueueStatus;
  readonly outputs: number;
  /** Of these, how many every assignee grades. */
  readonly overlap: number;
  /** Grades given, of those that it takes. */
  readonly filled: Ratio;
  readonly people: readonly (PersonProgress & { readonly name: string })[];
  /** How well people agree on its outputs, on the whole and on each criterion that several graded. */
  readonly boards: readonly GraderBoard[];
};

/** What can be chosen when a queue is made or extended. */
export type QueueOptions = {
  readonly persons: readonly NamedPerson[];
  /** Metadata keys that divide the outputs, with their values and how many outputs have each. */
  readonly slices: readonly {
    readonly key: string;
    readonly values: readonly { readonly value: string; readonly outputs: number }[];
  }[];
  /** Outputs that can be drawn, and those of them that people differ on. */
  readonly drawable: number;
  readonly disputed: number;
};

export type QueuesPage = {
  readonly me: string;
  readonly queues: readonly QueueView[];
  readonly options: QueueOptions;
};

/** Where an output stands for the person who looks. */
export type MyStatus = "submitted" | "skipped" | "in hand" | "pending";

export type QueueRow = {
  readonly output: Pick<Output, "id" | "externalId" | "text">;
  readonly isOverlap: boolean;
  /** Graders that it takes. */
  readonly needs: number;
  readonly doneBy: readonly string[];
  readonly heldBy: readonly string[];
  readonly mine: MyStatus;
  readonly isDisputed: boolean;
};

export type QueuePage = {
  readonly me: string;
  readonly view: QueueView;
  readonly options: QueueOptions;
  readonly rows: readonly QueueRow[];
  /** Outputs under the filter. */
  readonly total: number;
  readonly pages: number;
};
